import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { checkout } from '../setup/folders.mjs'
import { parseJson } from '../setup/parseJson.mjs'
import { filesIn } from './copyTree.mjs'

/**
 * A package that the built program loads, with the files of it that are packed.
 * @typedef {object} NeededPackage
 * @property {string} name
 * @property {string} version
 * @property {string} folder relative to the checkout, such as `node_modules/zod`
 * @property {string[]} files relative to its folder
 *
 * @typedef {{ dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }} LockEntry
 */

/** Loaded by name while the program runs (`src/trainer/backend/tf.ts`), so that no import names them. */
const loadedByName = ['@tensorflow/tfjs', '@tensorflow/tfjs-node', '@tensorflow/tfjs-backend-wasm']

/** What the host provides. */
const provided = new Set(['electron'])

/**
 * Dependencies of tools and types that come with a package and that its program never loads; `*` are all.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const unused = {
  '@tensorflow/tfjs': ['argparse', 'chalk', 'core-js', 'regenerator-runtime', 'yargs'],
  '@tensorflow/tfjs-data': ['@types/node-fetch'],
  '@types/node-fetch': ['*'],
  // One bundled file each.
  'onnxruntime-web': ['*'],
  'ydf-training': ['*'],
}

/**
 * The few files that are loaded, of packages that ship many builds of the same code.
 * @type {Readonly<Record<string, RegExp>>}
 */
const onlyFiles = {
  '@tensorflow/tfjs': /^dist\/tf\.node\.js$/,
  '@tensorflow/tfjs-backend-cpu': /^dist\/tf-backend-cpu\.node\.js$/,
  '@tensorflow/tfjs-backend-wasm': /^dist\/(tf-backend-wasm\.node\.js|[^/]+\.wasm)$/,
  '@tensorflow/tfjs-backend-webgl': /^dist\/tf-backend-webgl\.node\.js$/,
  '@tensorflow/tfjs-converter': /^dist\/tf-converter\.node\.js$/,
  '@tensorflow/tfjs-core': /^dist\/tf-core\.node\.js$/,
  '@tensorflow/tfjs-data': /^dist\/tf-data\.node\.js$/,
  '@tensorflow/tfjs-layers': /^dist\/tf-layers\.node\.js$/,
  '@tensorflow/tfjs-node': /^dist\/.*\.js$/,
  h5wasm: /^dist\/node\//,
  'onnxruntime-web': /^dist\/ort(\.wasm\.bundle\.min\.mjs|-wasm-simd-threaded\.(wasm|mjs))$/,
  'ydf-training': /^dist\/training\.(js|wasm)$/,
}

/** Types, source maps, sources, texts: nothing of it is loaded. */
const neverLoaded = /\.(d\.[cm]?ts|ts|flow|map|md|markdown|html|css|tsbuildinfo|ya?ml|txt|cc|h)$|(^|\/)\./i

/** How the bundler writes imports: one line each, and calls of `import`. */
const imports = /(?:^(?:import|export)\b[^"\n]*|\bimport\()"((?:@[\w.-]+\/)?\w[\w.-]*)(?:\/[\w./-]+)?"/gm

/** A licence stays with what it covers. */
export const licenceFile = /^(licen[cs]e|copying|notice)([.-].*)?$/i

/**
 * Packages that the program built into `out` loads, found from its imports through the lockfile.
 * @param {string} out
 * @returns {Promise<NeededPackage[]>} in the order of their folders
 * @throws {Error} where one is not installed
 */
export async function neededPackages(out) {
  const lock = /** @type {{ packages: Record<string, LockEntry> }} */ (
    parseJson(readFileSync(join(checkout, 'package-lock.json'), 'utf8'))
  )
  /** @type {Set<string>} */
  const folders = new Set()
  const waiting = [...(await importedNames(out)), ...loadedByName].map((name) => mustFind(lock.packages, '', name))
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (folders.has(folder)) continue
    folders.add(folder)
    waiting.push(...dependenciesOf(lock.packages, folder))
  }
  const packages = await Promise.all([...folders].sort().map(describe))
  return packages.filter(({ files }) => files.some((file) => /\.([cm]?js|node|wasm)$/.test(file)))
}

/**
 * Names of the packages that the modules of lab, trainer, command line and main process import. The page is bundled whole.
 * @param {string} out
 * @returns {Promise<string[]>}
 */
async function importedNames(out) {
  /** @type {Set<string>} */
  const names = new Set()
  const modules = (await filesIn(out)).filter((file) => file.endsWith('.js') && !/^(renderer|preload)\//.test(file))
  for (const module of modules) {
    const text = await readFile(join(out, module), 'utf8')
    for (const [, name] of text.matchAll(imports)) {
      names.add(name)
    }
  }
  return [...names].filter((name) => !provided.has(name) && !isBuiltin(name))
}

/**
 * @param {Record<string, LockEntry>} packages
 * @param {string} folder
 */
function dependenciesOf(packages, folder) {
  const entry = packages[folder]
  const left = unused[nameOf(folder)] ?? []
  if (left.includes('*')) return []
  const names = Object.keys(entry.dependencies ?? {}).filter((name) => !left.includes(name))
  const optional = Object.keys(entry.optionalDependencies ?? {}).map((name) => find(packages, folder, name))
  return [...names.map((name) => mustFind(packages, folder, name)), ...optional.filter((found) => found !== undefined)]
}

/**
 * Node's way: in the package's own `node_modules` first, then in those of the folders around it.
 * @param {Record<string, LockEntry>} packages
 * @param {string} from
 * @param {string} name
 * @returns {string | undefined}
 */
function find(packages, from, name) {
  const place = `${from === '' ? '' : `${from}/`}node_modules/${name}`
  if (place in packages && existsSync(join(checkout, place))) return place
  if (from === '') return undefined
  return find(packages, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name)
}

/**
 * @param {Record<string, LockEntry>} packages
 * @param {string} from
 * @param {string} name
 */
function mustFind(packages, from, name) {
  const found = find(packages, from, name)
  if (found === undefined) throw new Error(`the program needs the package ${name}, which is not installed`)
  return found
}

/** @param {string} folder */
function nameOf(folder) {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

/**
 * @param {string} folder
 * @returns {Promise<NeededPackage>}
 */
async function describe(folder) {
  const name = nameOf(folder)
  const { version } = /** @type {{ version: string }} */ (
    parseJson(await readFile(join(checkout, folder, 'package.json'), 'utf8'))
  )
  const all = (await filesIn(join(checkout, folder))).filter((file) => !/(^|\/)node_modules\//.test(file))
  const files = all.filter((file) => file === 'package.json' || licenceFile.test(file) || isLoaded(name, file))
  return { name, version, folder, files }
}

/**
 * @param {string} name
 * @param {string} file
 */
function isLoaded(name, file) {
  const only = onlyFiles[name]
  return only === undefined ? !neverLoaded.test(file) : only.test(file)
}
