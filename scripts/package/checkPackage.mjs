import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { lastWords, runCommand } from '../setup/command.mjs'
import { checkout } from '../setup/folders.mjs'
import { localNode } from '../setup/nodeModules.mjs'
import { parseJson } from '../setup/parseJson.mjs'
import { sha256Of } from '../setup/sha256.mjs'
import { packageName } from './layout.mjs'
import { sumsFile } from './stageTree.mjs'

/**
 * A way to start the command line.
 * @typedef {object} Installed
 * @property {string} program
 * @property {string[]} [args] before those of the command
 * @property {boolean} [bare] without anything of this machine: an empty home, and a PATH without Node, Python and compilers
 */

/** The command line of this checkout. @type {Installed} */
export const ofCheckout = { program: localNode(checkout), args: [join(checkout, 'src', 'cli', 'main.ts')] }

/** What the launcher calls, and a PATH may not lack. */
const basics = ['dirname', 'readlink']

/** @template T @param {(folder: string) => Promise<T>} work */
export async function inTemporaryFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-package-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * @param {boolean | undefined} bare
 * @param {string} folder
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function environment(bare, folder) {
  const home = join(folder, 'home')
  const path = join(folder, 'bin')
  await mkdir(home, { recursive: true })
  await mkdir(path, { recursive: true })
  for (const program of basics) {
    const from = ['/usr/bin', '/bin'].map((place) => join(place, program)).find((file) => existsSync(file))
    if (from !== undefined) await symlink(from, join(path, program)).catch(() => undefined)
  }
  return bare ? { HOME: home, PATH: path, LANG: 'C' } : { ...process.env, HOLDOUT_WORKSPACE: join(home, 'workspace') }
}

/**
 * What is read of `result.json`.
 * @typedef {object} RunDocument
 * @property {{ name: string }} backend
 * @property {{ fitResults: Record<string, unknown>[] }[]} models
 * @property {{ name: string, status: string, reason?: string, metrics?: unknown }[]} references
 */

/**
 * Runs an experiment and returns the SHA-256 of everything it computed: losses and scores of every fit in every epoch, those of the
 * reference models, and the held-out predictions. Times are left out.
 * @param {Installed} installed
 * @param {string} experiment path
 * @returns {Promise<string>}
 * @throws {Error} where the run or a reference model fails, or where it did not train with the native library
 */
export function digestOfRun({ program, args = [], bare }, experiment) {
  return inTemporaryFolder(async (folder) => {
    const out = join(folder, 'report')
    const env = await environment(bare, folder)
    const result = await runCommand(program, [...args, 'run', experiment, '--out', out], { env, cwd: folder })
    if (result.code !== 0) throw new Error(`the run ended with code ${String(result.code)}: ${lastWords(result)}`)
    const document = /** @type {RunDocument} */ (parseJson(await readFile(join(out, 'result.json'), 'utf8')))
    if (document.backend.name !== 'tensorflow') throw new Error(`the run trained with ${document.backend.name}`)
    const failed = document.references.find(({ status }) => status !== 'finished')
    if (failed !== undefined) throw new Error(`${failed.name}: ${failed.reason ?? failed.status}`)
    const references = document.references.map(({ name, metrics }) => ({ name, metrics }))
    const fits = document.models.map(({ fitResults }) => fitResults.map((fit) => ({ ...fit, seconds: 0 })))
    const hash = createHash('sha256').update(JSON.stringify({ fits, references }))
    return hash.update(await readFile(join(out, 'predictions.csv'))).digest('hex')
  })
}

/**
 * Serves the page and fetches it with everything that it loads first.
 * @param {Installed} installed
 * @returns {Promise<number>} files fetched
 * @throws {Error} where one is missing
 */
export function fetchPage({ program, args = [], bare }) {
  return inTemporaryFolder(async (folder) => {
    const env = await environment(bare, folder)
    const server = spawn(program, [...args, 'serve', '--json'], {
      env,
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const gone = once(server, 'exit')
    try {
      const line = await Promise.race([once(server.stdout, 'data'), gone.then(() => undefined)])
      if (line === undefined) throw new Error('the server ended before it printed its address')
      const { address } = /** @type {{ address: string }} */ (parseJson(String(line[0])))
      return await fetchAll(address)
    } finally {
      server.kill('SIGTERM')
      await gone
    }
  })
}

/** @param {string} address */
async function fetchAll(address) {
  const visit = await fetch(address, { redirect: 'manual' })
  const cookie = visit.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const get = async (/** @type {string} */ path) => {
    const response = await fetch(new URL(path, address), { headers: { cookie } })
    if (!response.ok) throw new Error(`${path} of the page is answered with ${String(response.status)}`)
    return await response.text()
  }
  const page = visit.status === 200 ? await visit.text() : await get('/')
  const files = [...page.matchAll(/(?:src|href)="([^"#:]+)"/g)].map(([, path]) => path)
  if (!files.some((file) => file.endsWith('.js'))) throw new Error('the page names no script')
  for (const file of files) await get(file)
  return files.length
}

/**
 * Compares every file of an unpacked tree with the list that it brings.
 * @param {string} tree
 * @returns {Promise<number>} files compared
 */
export async function checkSums(tree) {
  const lines = (await readFile(join(tree, sumsFile), 'utf8')).trimEnd().split('\n')
  for (const line of lines) {
    const [sum, file] = [line.slice(0, 64), line.slice(66)]
    if ((await sha256Of(join(tree, file))) !== sum) throw new Error(`${file} is not what ${sumsFile} says`)
  }
  return lines.length
}

/** The exercise, as it is shipped. */
export const exercise = join(checkout, 'resources', 'examples', 'sonar-dropout.yaml')

/** Computed once for all packages. @type {Promise<string> | undefined} */
let expectedDigest

/**
 * @param {Installed} installed
 * @returns {Promise<string>} what was seen
 */
async function checkInstalled(installed) {
  expectedDigest ??= digestOfRun(ofCheckout, exercise)
  const [expected, found] = [await expectedDigest, await digestOfRun(installed, exercise)]
  if (found !== expected) throw new Error(`the Sonar exercise has the digest ${found}; expected ${expected}`)
  return `the Sonar exercise has the digest ${found}, as in the checkout; ${String(await fetchPage(installed))} files of the page came`
}

/**
 * Unpacks the tarball into an empty folder and runs it there.
 * @param {string} file
 * @returns {Promise<string>} what was seen
 */
export function checkTarball(file) {
  return inTemporaryFolder(async (folder) => {
    const tar = spawn('tar', ['--extract', '--directory', folder], { stdio: ['pipe', 'inherit', 'inherit'] })
    const ended = once(tar, 'close')
    await pipeline(createReadStream(file), createZstdDecompress(), tar.stdin)
    await ended
    const tree = join(folder, packageName())
    const files = await checkSums(tree)
    const seen = await checkInstalled({ program: join(tree, 'bin', 'holdout'), bare: true })
    return `tarball: ${String(files)} files are whole; ${seen}`
  })
}

/**
 * Installs the Debian package with apt, runs it, and removes it; where that is not possible, unpacks it and runs it from there.
 * @param {string} file
 * @returns {Promise<string>} what was seen
 */
export async function checkDebian(file) {
  const isPossible = process.getuid?.() === 0 && existsSync('/etc/debian_version') && !existsSync('/usr/bin/holdout')
  if (isPossible) return await checkByApt(file)
  return await inTemporaryFolder(async (folder) => {
    await mustRun('dpkg-deb', ['--extract', file, folder])
    const seen = await checkInstalled({ program: join(folder, 'usr', 'lib', 'holdout', 'bin', 'holdout'), bare: true })
    return `Debian package, unpacked and not installed (that takes root, and no other holdout): ${seen}`
  })
}

/** @param {string} file */
async function checkByApt(file) {
  await mustRun('apt-get', ['install', '-q', '-y', '--no-install-recommends', file])
  try {
    for (const path of [
      '/usr/share/applications/holdout.desktop',
      '/usr/share/icons/hicolor/512x512/apps/holdout.png',
    ]) {
      if (!existsSync(path)) throw new Error(`${path} was not installed`)
    }
    const seen = await checkInstalled({ program: '/usr/bin/holdout', bare: true })
    return `Debian package, installed by apt-get: ${seen}`
  } finally {
    await mustRun('apt-get', ['remove', '-q', '-y', 'holdout'])
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 */
async function mustRun(program, args) {
  const result = await runCommand(program, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  if (result.code !== 0) throw new Error(`${program} ${args[0]} failed: ${lastWords(result)}`)
}

/**
 * The exercise with fewer epochs, for a check that has to be short.
 * @param {string} folder
 * @param {number} epochs
 * @returns {Promise<string>} path of the experiment
 */
export async function shortExercise(folder, epochs) {
  const file = join(folder, 'short.yaml')
  const text = await readFile(exercise, 'utf8')
  const data = JSON.stringify(join(checkout, 'resources', 'samples', 'sonar.csv'))
  await writeFile(file, text.replace(/epochs: \d+/, `epochs: ${epochs}`).replace('../samples/sonar.csv', data))
  return file
}
