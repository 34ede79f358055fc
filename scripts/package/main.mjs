// Makes the packages: a tarball and a Debian package of one tree. See docs/packaging.md.
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { megabytes, sayStill } from '../setup/say.mjs'
import { packTarball, usualLevel, writeSum } from './archive.mjs'
import { checkDebian, checkTarball } from './checkPackage.mjs'
import { debianName, packDebian } from './debianPackage.mjs'
import { checkElectron, packElectron } from './electronApp.mjs'
import { distFolder, packageName } from './layout.mjs'
import { stageTree } from './stageTree.mjs'

const largest = 350e6

/** @param {string} line */
const tell = (line) => process.stdout.write(`${line}\n`)

/** @param {{ level: number, check: boolean }} options */
async function makePackages({ level, check }) {
  await mkdir(distFolder, { recursive: true })
  const tree = await sayStill('staging', stageTree())
  tell(`tree: ${tree}`)
  const tarball = join(distFolder, `${packageName()}.tar.zst`)
  await finish(tarball, await sayStill('compressing', packTarball(tree, tarball, level)))
  const debian = join(distFolder, debianName())
  const folder = join(distFolder, 'debian')
  await finish(debian, await sayStill('packing for Debian', packDebian({ tree, folder, file: debian, level })))
  await rm(folder, { recursive: true, force: true })
  if (!check) return
  tell(await sayStill('checking the tarball', checkTarball(tarball)))
  tell(await sayStill('checking the Debian package', checkDebian(debian)))
}

/** @param {boolean} check */
async function makeElectron(check) {
  const { folder, isStandIn } = await sayStill('packing for Electron', packElectron())
  tell(`${folder}${isStandIn ? ': Electron is not here, so Node stands in for it; this is no app' : ''}`)
  if (check) tell(await sayStill('checking the app', checkElectron(folder)))
}

/**
 * @param {string} file
 * @param {number} bytes
 */
async function finish(file, bytes) {
  if (bytes > largest) throw new Error(`${file} takes ${megabytes(bytes)}, at most ${megabytes(largest)} are allowed`)
  await writeSum(file)
  tell(`${file}: ${megabytes(bytes)}`)
}

const { values } = parseArgs({
  options: {
    level: { type: 'string', default: String(usualLevel) },
    check: { type: 'boolean', default: false },
    electron: { type: 'boolean', default: false },
  },
})
try {
  if (values.electron) await makeElectron(values.check)
  else await makePackages({ level: Number(values.level), check: values.check })
} catch (error) {
  process.stderr.write(`package: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
