import { chmod, mkdir, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lastWords, runCommand } from '../setup/command.mjs'
import { filesIn, placeFile } from './copyTree.mjs'
import { manifest } from './layout.mjs'

/** @type {Readonly<Record<string, string>>} */
const architectures = { x64: 'amd64', arm64: 'arm64' }

/** @returns {string} such as "holdout_0.1.0_amd64.deb" */
export function debianName() {
  return `holdout_${manifest().version}_${architectures[process.arch]}.deb`
}

/**
 * Packs a staged tree as a Debian package: the tree under `/usr/lib/holdout`, its programs on the PATH, the app in the menu.
 * @param {{ tree: string, folder: string, file: string, level: number }} what `folder` is replaced; `level` of zstd
 * @returns {Promise<number>} size in bytes
 * @throws {Error} where dpkg-deb is missing or fails
 */
export async function packDebian({ tree, folder, file, level }) {
  await rm(folder, { recursive: true, force: true })
  const bytes = await placeTree(tree, folder)
  await writeControl(folder, bytes)
  await requireReadable(folder)
  const args = ['--root-owner-group', '-Zzstd', `-z${level}`, '--build', folder, file]
  const env = { ...process.env, SOURCE_DATE_EPOCH: '0' }
  const result = await runCommand('dpkg-deb', args, { env })
  if (result.code !== 0) throw new Error(`dpkg-deb could not build the package: ${lastWords(result)}`)
  return (await stat(file)).size
}

/**
 * @param {string} tree
 * @param {string} folder
 * @returns {Promise<number>} bytes
 */
async function placeTree(tree, folder) {
  let bytes = 0
  for (const file of await filesIn(tree)) {
    const to = file.startsWith('share/') ? join('usr', file) : join('usr', 'lib', 'holdout', file)
    await placeFile(join(tree, file), join(folder, to))
    bytes += (await stat(join(tree, file))).size
  }
  await mkdir(join(folder, 'usr', 'bin'), { recursive: true })
  for (const program of ['holdout', 'holdout-app']) {
    await symlink(`../lib/holdout/bin/${program}`, join(folder, 'usr', 'bin', program))
  }
  const documents = join(folder, 'usr', 'share', 'doc', 'holdout')
  await mkdir(documents, { recursive: true })
  const texts = ['LICENSE', 'THIRD-PARTY-LICENCES.txt'].map((name) => readFile(join(tree, name), 'utf8'))
  await writeFile(join(documents, 'copyright'), (await Promise.all(texts)).join('\n\n'))
  return bytes
}

/**
 * @param {string} folder
 * @param {number} bytes
 */
async function writeControl(folder, bytes) {
  const { version, description } = manifest()
  const text = `Package: holdout
Version: ${version}
Architecture: ${architectures[process.arch]}
Maintainer: The Holdout developers <holdout@localhost>
Section: science
Priority: optional
Installed-Size: ${Math.ceil(bytes / 1024)}
Depends: libc6 (>= 2.28), libstdc++6 (>= 8), libgcc-s1 | libgcc1
Suggests: chromium | chromium-browser, xdg-utils
Description: ${description}
 Everything it needs is inside: Node, the native TensorFlow library and the
 page. Nothing is fetched when it is installed or run.
`
  await mkdir(join(folder, 'DEBIAN'), { recursive: true })
  await writeFile(join(folder, 'DEBIAN', 'control'), text)
}

/**
 * Folders made under a strict umask would be closed to the people the package is for.
 * @param {string} folder
 */
async function requireReadable(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
  for (const path of [folder, ...folders]) await chmod(path, 0o755)
}
