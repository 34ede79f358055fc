import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkout } from '../setup/folders.mjs'
import { parseJson } from '../setup/parseJson.mjs'
import { tensorflowVersion } from '../setup/platform.mjs'
import { licenceFile } from './neededPackages.mjs'

/**
 * Something of others in a package, with what its licence asks to be handed on.
 * @typedef {object} Licensed
 * @property {string} name
 * @property {string} version
 * @property {string} licence SPDX expression as its makers give it
 * @property {string} text of its licence and notices; empty where it ships none
 */

/**
 * Everything of others that is packed: packages beside the program, packages inside page and preload, the page's font, Node,
 * TensorFlow.
 * @param {import('./stageApp.mjs').StagedApp} app
 * @param {boolean} withNode
 * @returns {Promise<Licensed[]>} by name
 */
export async function collectLicences({ packages, notices }, withNode) {
  const beside = await Promise.all(packages.map(readLicence))
  const inside = await Promise.all(['renderer', 'preload'].map(readBundled))
  const node = withNode ? [await nodeLicence()] : []
  const tensorflow = { name: 'tensorflow', version: tensorflowVersion, licence: 'Apache-2.0', text: notices }
  const all = [...beside, ...inside.flat(), ...node, tensorflow, await interLicence()]
  const byKey = new Map(all.map((one) => [`${one.name}@${one.version}`, one]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

/**
 * @param {import('./neededPackages.mjs').NeededPackage} needed
 * @returns {Promise<Licensed>}
 */
async function readLicence({ name, version, folder, files }) {
  const manifest = /** @type {{ license?: string | { type: string } }} */ (
    parseJson(await readFile(join(checkout, folder, 'package.json'), 'utf8'))
  )
  const licence = typeof manifest.license === 'object' ? manifest.license.type : (manifest.license ?? 'unknown')
  const texts = files
    .filter((file) => licenceFile.test(file))
    .map((file) => readFile(join(checkout, folder, file), 'utf8'))
  return { name, version, licence, text: (await Promise.all(texts)).join('\n\n') }
}

/**
 * What the bundler put into page or preload, as it listed it.
 * @param {string} part
 * @returns {Promise<Licensed[]>}
 */
async function readBundled(part) {
  const file = join(checkout, 'out', part, '.vite', 'license.json')
  if (!existsSync(file)) throw new Error(`the build left no list of licences (${file}): run \`npm run build\``)
  const list = /** @type {{ name: string, version: string, identifier?: string, text?: string }[]} */ (
    parseJson(await readFile(file, 'utf8'))
  )
  return list.map(({ name, version, identifier, text }) => ({
    ...{ name, version, licence: identifier ?? 'unknown', text: text ?? '' },
  }))
}

/** @returns {Promise<Licensed>} */
async function nodeLicence() {
  const folder = join(checkout, 'node_modules', 'node')
  const { version } = /** @type {{ version: string }} */ (
    parseJson(await readFile(join(folder, 'package.json'), 'utf8'))
  )
  const file = join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'LICENSE')
  return { name: 'node', version, licence: 'MIT', text: await readFile(file, 'utf8') }
}

/** @returns {Promise<Licensed>} */
async function interLicence() {
  const file = join(checkout, 'src', 'renderer', 'src', 'ui', 'fonts', 'inter-latin.licence.txt')
  return { name: 'inter', version: '4.001', licence: 'OFL-1.1', text: await readFile(file, 'utf8') }
}

/**
 * @param {Licensed[]} all
 * @returns {string} the text that goes with a package
 */
export function licencesText(all) {
  const head = 'Holdout is published under the MIT licence (see LICENSE). It contains the following works of others.\n'
  const parts = all.map(({ name, version, licence, text }) => {
    const body = text.trim() === '' ? `It ships no text of its licence; its makers name it ${licence}.` : text.trim()
    return `${'='.repeat(80)}\n${name} ${version} (${licence})\n${'='.repeat(80)}\n\n${body}\n`
  })
  return [head, ...parts].join('\n')
}
