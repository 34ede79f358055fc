import { appendFile, copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { lastWords, runCommand } from '../setup/command.mjs'
import { checkout } from '../setup/folders.mjs'
import { localNode } from '../setup/nodeModules.mjs'
import { parseJson } from '../setup/parseJson.mjs'
import { digestOfRun, inTemporaryFolder, ofCheckout, shortExercise } from './checkPackage.mjs'
import { distFolder } from './layout.mjs'
import { stageApp } from './stageApp.mjs'

/** What electron-builder packs: paths of its configuration begin there. */
export const electronTree = join(distFolder, 'app')

const packaging = join(checkout, 'packaging')

/** A program's switches lie behind this text; electron-builder sets them. */
const fuses = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX${String.fromCharCode(1, 9)}${'0'.repeat(9)}`

/**
 * Packs the app for Electron by electron-builder, from the same tree as the other packages. Where Electron's own program is not there, Node
 * stands in for it: the result is no app, and has the files of one.
 * @returns {Promise<{ folder: string, isStandIn: boolean }>} the unpacked app
 * @throws {Error} where electron-builder fails
 */
export async function packElectron() {
  await stageApp(electronTree)
  await ensureBuilder()
  const electron = join(checkout, 'node_modules', 'electron', 'dist')
  const isStandIn = !existsSync(join(electron, 'electron'))
  const dist = isStandIn ? await standIn() : electron
  const out = join(distFolder, 'electron')
  await rm(out, { recursive: true, force: true })
  const builder = join(packaging, 'node_modules', 'electron-builder', 'cli.js')
  const args = [builder, '--linux', '--x64', '--projectDir', electronTree]
  args.push('--config', join(checkout, 'electron-builder.yml'), `-c.electronDist=${dist}`)
  args.push(`-c.electronVersion=${await electronVersion()}`)
  if (isStandIn) args.push('--dir')
  const result = await runCommand(localNode(checkout), args, { cwd: checkout })
  if (result.code !== 0) throw new Error(`electron-builder failed: ${lastWords(result)}`)
  return { folder: join(out, 'linux-unpacked'), isStandIn }
}

/** @returns {Promise<string>} */
async function electronVersion() {
  const text = await readFile(join(checkout, 'node_modules', 'electron', 'package.json'), 'utf8')
  return /** @type {{ version: string }} */ (parseJson(text)).version
}

/** Fetches electron-builder, apart from what the app runs on, unless it is there. */
async function ensureBuilder() {
  if (existsSync(join(packaging, 'node_modules', 'electron-builder'))) return
  const args = ['ci', '--prefix', packaging, '--ignore-scripts', '--no-audit', '--no-fund']
  const result = await runCommand('npm', args, { cwd: checkout })
  if (result.code !== 0) throw new Error(`electron-builder could not be fetched: ${lastWords(result)}`)
}

/** @returns {Promise<string>} a folder like Electron's own */
async function standIn() {
  const folder = join(distFolder, 'electron-stand-in')
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(folder, 'resources'), { recursive: true })
  await copyFile(localNode(checkout), join(folder, 'electron'))
  await appendFile(join(folder, 'electron'), fuses, 'latin1')
  for (const file of ['version', 'LICENSE', 'LICENSES.chromium.html']) await writeFile(join(folder, file), '')
  return folder
}

/**
 * Unpacks the archive of a packed app and runs the exercise from it, with nothing of this machine.
 * @param {string} folder the unpacked app
 * @param {number} [epochs] all unless given
 * @returns {Promise<string>} what was seen
 * @throws {Error} where a file is missing, or other numbers come out
 */
export function checkElectron(folder, epochs = 300) {
  return inTemporaryFolder(async (temporary) => {
    const app = join(temporary, 'app')
    const resources = join(folder, 'resources')
    const asar = join(packaging, 'node_modules', '@electron', 'asar', 'bin', 'asar.js')
    const done = await runCommand(localNode(checkout), [asar, 'extract', join(resources, 'app.asar'), app])
    if (done.code !== 0) throw new Error(`the archive cannot be read: ${lastWords(done)}`)
    await requireFiles(app, resources)
    const experiment = await shortExercise(temporary, epochs)
    const program = { program: localNode(checkout), args: [join(app, 'out', 'cli', 'main.js')], bare: true }
    const [ours, theirs] = [await digestOfRun(ofCheckout, experiment), await digestOfRun(program, experiment)]
    if (ours !== theirs) throw new Error('the app computes other numbers than the checkout')
    return `${basename(folder)}: the exercise gives the bits of the checkout`
  })
}

/** What no run on the command line would miss, and the programs that no archive may hold. */
const unpacked = [
  'node_modules/.holdout/lane_kernel.node',
  'node_modules/@tensorflow/tfjs-node/lib',
  'node_modules/@duckdb',
]

/**
 * @param {string} app
 * @param {string} resources
 */
async function requireFiles(app, resources) {
  const needed = [
    ...['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html', 'out/lab/places/ray/control.py'].map(
      (file) => join(app, file),
    ),
    ...unpacked
      .filter((file) => existsSync(join(electronTree, file)))
      .map((file) => join(resources, 'app.asar.unpacked', file)),
    ...['samples/sonar.csv', 'examples/sonar-dropout.yaml'].map((file) => join(resources, 'resources', file)),
  ]
  const missing = needed.filter((file) => !existsSync(file))
  const staged = await readdir(electronTree, { recursive: true })
  for (const file of staged.filter((name) => /^(out|node_modules)\//.test(name)))
    if ((await stat(join(electronTree, file))).isFile() && !existsSync(join(app, file))) missing.push(file)
  if (missing.length > 0) throw new Error(`${String(missing.length)} files are missing, such as ${missing[0]}`)
}
