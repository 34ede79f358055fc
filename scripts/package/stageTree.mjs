import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkout } from '../setup/folders.mjs'
import { localNode } from '../setup/nodeModules.mjs'
import { sha256Of } from '../setup/sha256.mjs'
import { billOfMaterials } from './billOfMaterials.mjs'
import { filesIn, placeFile } from './copyTree.mjs'
import { collectLicences, licencesText } from './licences.mjs'
import { distFolder, packageName } from './layout.mjs'
import { stageApp } from './stageApp.mjs'

/** Name of the list of every file of a tree with its SHA-256, as `sha256sum --check` reads it. */
export const sumsFile = 'SHA256SUMS'

/**
 * Writes the tree that the tarball and the Debian package hold, and that a machine needs which is to train: it runs on Linux with
 * glibc 2.28 and without anything installed. `bin/holdout` is the command line. `SHA256SUMS` lists every other file: who sends the tree
 * to another machine sends these files and may have them checked there.
 * @param {string} [folder] replaced where it is there
 * @returns {Promise<string>} the folder
 * @throws {Error} where the app cannot be built or a part of it is missing
 */
export async function stageTree(folder = join(distFolder, 'tree', packageName())) {
  await rm(folder, { recursive: true, force: true })
  const app = await stageApp(join(folder, 'app'))
  await placeFile(localNode(checkout), join(folder, 'bin', 'node'))
  await writeProgram(join(folder, 'bin', 'holdout'), 'out/cli/main.js')
  await writeProgram(join(folder, 'bin', 'holdout-app'), 'scripts/openInstalled.mjs')
  await writeDesktopFiles(join(folder, 'share'))
  await copyFile(join(checkout, 'LICENSE'), join(folder, 'LICENSE'))
  const licences = await collectLicences(app, true)
  await writeFile(join(folder, 'THIRD-PARTY-LICENCES.txt'), licencesText(licences))
  await writeFile(join(folder, 'sbom.cdx.json'), await billOfMaterials(licences))
  await writeSums(folder)
  return folder
}

/**
 * A launcher that finds the tree from where it lies, through links, and starts the tree's own Node.
 * @param {string} path
 * @param {string} program of the app
 */
async function writeProgram(path, program) {
  const text = `#!/bin/sh
root=$(dirname "$(dirname "$(readlink -f "$0")")")
# Node keeps what it has compiled: the next start takes half the time.
if [ -z "\${NODE_COMPILE_CACHE+set}" ] && [ -n "\${XDG_CACHE_HOME:-\${HOME:-}}" ]; then
  export NODE_COMPILE_CACHE="\${XDG_CACHE_HOME:-$HOME/.cache}/holdout/compiled"
fi
exec "$root/bin/node" "$root/app/${program}" "$@"
`
  await writeFile(path, text)
  await chmod(path, 0o755)
}

/** @param {string} share */
async function writeDesktopFiles(share) {
  const text = `[Desktop Entry]
Type=Application
Name=Holdout
Comment=Cross-validates small neural networks on your own tables
Comment[zh_CN]=在您自己的表格上对小型神经网络进行交叉验证
Exec=holdout-app
Icon=holdout
Terminal=false
Categories=Science;DataVisualization;
Keywords=neural network;cross-validation;statistics;
StartupNotify=true
`
  const places = {
    applications: 'holdout.desktop',
    large: 'icons/hicolor/512x512/apps',
    scalable: 'icons/hicolor/scalable/apps',
  }
  await mkdir(join(share, 'applications'), { recursive: true })
  await writeFile(join(share, 'applications', places.applications), text)
  const icons = join(checkout, 'resources', 'icons')
  await placeFile(join(icons, 'icon.png'), join(share, places.large, 'holdout.png'))
  await placeFile(join(icons, 'icon.svg'), join(share, places.scalable, 'holdout.svg'))
}

/** @param {string} folder */
async function writeSums(folder) {
  const lines = []
  for (const file of await filesIn(folder)) lines.push(`${await sha256Of(join(folder, file))}  ${file}\n`)
  await writeFile(join(folder, sumsFile), lines.join(''))
}
