// Every check of the project, side by side where a processor is free, with a summary and the counts as the last line.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { availableParallelism, constants, setPriority } from 'node:os'
import { delimiter, join } from 'node:path'
import { ensureTestBrowser } from './chromium.mjs'
import { ensureR } from './ensureR.mjs'
import { checkout } from './setup/folders.mjs'
import { ensurePeers, ensureRay } from './setup/peers.mjs'
import { parseJson } from './setup/parseJson.mjs'
import { readState } from './setup/state.mjs'
import { playwrightOutcome, vitestOutcome } from './testReports.mjs'

/**
 * @typedef {import('./testReports.mjs').Outcome} Outcome
 *
 * @typedef {object} Check
 * @property {string} name
 * @property {() => Promise<Outcome>} run
 *
 * @typedef {object} CheckResult
 * @property {string} name
 * @property {number} seconds
 * @property {Outcome} outcome
 */

/** Lines of a tool's output that are shown again where it found something. */
const LAST_LINES = 20

const results = join(checkout, 'node_modules', '.cache', 'checks')
const bin = join(checkout, 'node_modules', '.bin')
// By its path, since both compilers that are installed call their command tsc.
const nativeTsc = join('node_modules', 'typescript-native', 'bin', 'tsc')

/**
 * Checks of the text alone, one after the other. They have no time limits, so they take what processor time the tests leave.
 * @type {readonly Check[]}
 */
const readingChecks = [
  { name: 'lint', run: () => single('oxlint', []) },
  { name: 'lint of classes', run: () => single('node', [join('scripts', 'lint', 'classInstances.mjs')]) },
  { name: 'lint of the page', run: () => single('eslint', ['.', '--max-warnings', '0']) },
  { name: 'types', run: () => single('node', [nativeTsc, '-b']) },
  { name: 'types of the page', run: () => single('vue-tsc', ['--noEmit', '-p', 'tsconfig.renderer.json']) },
  { name: 'format', run: () => single('oxfmt', ['--list-different']) },
  {
    name: 'rooms',
    run: () => single('depcruise', ['--output-type', 'err-long', ...existing('src', 'bench', 'scripts')]),
  },
]

/**
 * Tests that often wait for clusters, processes and files: one file after the other, beside the tests that run the program. Their nodes
 * and trainers are programs as well, which take about a fifth of all processor time.
 * @type {Check}
 */
const waitingCheck = {
  name: 'clusters',
  run: async () => vitest('clusters', ['--project', 'waiting', '--maxWorkers', '1'], await rayPython()),
}

/**
 * Checks that run the program, which takes every core at times: one after the other, those of the page last, which wait for pictures.
 * @type {readonly Check[]}
 */
const runningChecks = [
  { name: 'unit tests', run: unitTests },
  ...(existsSync(join(checkout, 'e2e', 'playwright.config.ts')) ? [{ name: 'browser tests', run: browserTests }] : []),
]

/** @param {string[]} folders */
function existing(...folders) {
  return folders.filter((folder) => existsSync(join(checkout, folder)))
}

/**
 * Runs one of the installed tools, with its output shown as it comes.
 * @param {string} tool
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<boolean>} whether it ended with code 0
 */
async function runTool(tool, args, env = {}) {
  return (await spawnTool(tool, args, { env, output: 'inherit' })).passed
}

/**
 * @param {string} tool
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, output: 'inherit' | 'pipe', priority?: number }} how priority: as `os.setPriority` takes it
 * @returns {Promise<{ passed: boolean, output: string }>}
 */
function spawnTool(tool, args, { env = {}, output, priority }) {
  return new Promise((resolve) => {
    const colour = process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' }
    const path = `${bin}${delimiter}${process.env.PATH ?? ''}`
    const child = spawn(join(bin, tool), args, {
      cwd: checkout,
      env: { ...process.env, ...colour, ...env, PATH: path },
      stdio: ['ignore', output, output],
      shell: process.platform === 'win32',
    })
    if (priority !== undefined && child.pid !== undefined) setPriority(child.pid, priority)
    let text = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ piece) => (text += piece))
    }
    child.on('error', (error) => resolve({ passed: false, output: `${text}${error.message}\n` }))
    child.on('close', (code) => resolve({ passed: code === 0, output: text }))
  })
}

/**
 * A check that counts as one, with a low priority. What the tool prints is shown when it ends, since others run beside it.
 * @param {string} tool
 * @param {string[]} args
 * @returns {Promise<Outcome>}
 */
async function single(tool, args) {
  const { PRIORITY_BELOW_NORMAL } = constants.priority
  const { passed, output } = await spawnTool(tool, args, { output: 'pipe', priority: PRIORITY_BELOW_NORMAL })
  const command = [tool, ...args].join(' ')
  if (output.trim() !== '') process.stdout.write(`\n== ${command}\n${output}`)
  if (passed) return { passed: 1, failed: 0, failures: [] }
  return { passed: 0, failed: 1, failures: [[command, ...output.trim().split('\n').slice(-LAST_LINES)].join('\n  ')] }
}

async function unitTests() {
  const [{ python, reason }, { program, missing }] = await Promise.all([peers, r])
  if (reason !== undefined) process.stdout.write(`nothing is compared with Keras in Python: ${reason}\n`)
  if (missing !== undefined) process.stdout.write(`no line of R is run: ${missing}\n`)
  return vitest('unit', ['--project', 'shared', '--project', 'apart'], {
    HOLDOUT_PEERS: python ?? '',
    HOLDOUT_RSCRIPT: program ?? '',
    ...(await rayPython()),
  })
}

/** @returns {Promise<NodeJS.ProcessEnv>} */
async function rayPython() {
  const { python, reason } = await ray
  if (reason !== undefined) process.stdout.write(`no cluster of Ray is started: ${reason}\n`)
  return { HOLDOUT_RAY: python ?? '' }
}

/**
 * @param {string} name of the file of results
 * @param {readonly string[]} which
 * @param {NodeJS.ProcessEnv} env
 */
async function vitest(name, which, env) {
  const file = join(results, `${name}.json`)
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
  const passed = await runTool('vitest', ['run', ...which, ...reporters], env)
  const report = /** @type {import('./testReports.mjs').VitestReport} */ (await readReport(file))
  return counted(passed, vitestOutcome(report))
}

/** @param {unknown} error */
function noPython(error) {
  return { python: undefined, reason: String(error) }
}

async function browserTests() {
  const file = join(results, 'browser.json')
  const env = { HOLDOUT_CHROMIUM: await browser, PLAYWRIGHT_JSON_OUTPUT_NAME: file }
  const args = ['test', '--config', join('e2e', 'playwright.config.ts'), '--reporter=line,json']
  const passed = await runTool('playwright', args, env)
  const report = /** @type {import('./testReports.mjs').PlaywrightReport} */ (await readReport(file))
  return counted(passed, playwrightOutcome(report))
}

/**
 * @param {string} file
 * @returns {Promise<unknown>}
 */
async function readReport(file) {
  try {
    return parseJson(await readFile(file, 'utf8'))
  } catch {
    return {}
  }
}

/**
 * A tool may fail without a failed test: a file that does not load, an error after the last test.
 * @param {boolean} passed
 * @param {Outcome} outcome
 * @returns {Outcome}
 */
function counted(passed, outcome) {
  return passed || outcome.failed > 0 ? outcome : { ...outcome, failed: 1 }
}

/**
 * @param {Check} check
 * @returns {Promise<CheckResult>}
 */
async function runCheck({ name, run }) {
  process.stdout.write(`\n== ${name} …\n`)
  const began = performance.now()
  const outcome = await run().catch((/** @type {unknown} */ error) => {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${message}\n`)
    return { passed: 0, failed: 1, failures: [`${name}\n  ${message}`] }
  })
  return { name, outcome, seconds: (performance.now() - began) / 1000 }
}

/**
 * Runs checks one after the other.
 * @param {readonly Check[]} checks
 * @returns {Promise<CheckResult[]>} in the order of the checks
 */
async function runInOrder(checks) {
  /** @type {CheckResult[]} */
  const done = []
  for (const check of checks) done.push(await runCheck(check))
  return done
}

/** @param {CheckResult} result */
function line({ name, seconds, outcome: { passed, failed } }) {
  const word = failed === 0 ? 'passed' : 'FAILED'
  const numbers = passed + failed > 1 ? `${passed} passed, ${failed} failed` : ''
  return `${word}  ${name.padEnd(17)} ${seconds.toFixed(1).padStart(6)} s  ${numbers}`.trimEnd()
}

/** What the tests ran on, since a native library that is missing changes what they show. */
function surroundings() {
  const state = readState(checkout)
  const backend =
    state?.backend === 'native'
      ? `TensorFlow ${state.versions.tensorflow}, native (${state.origin})`
      : `portable backend (${state?.reason ?? 'not set up'})`
  return `Node ${process.versions.node}, ${backend}, ${availableParallelism()} processors`
}

await rm(results, { recursive: true, force: true })
await mkdir(results, { recursive: true })
// Installed while the first checks run.
const browser = ensureTestBrowser()
const peers = ensurePeers().catch(noPython)
const ray = ensureRay().catch(noPython)
// After the browser, which apt-get installs too.
const r = browser.catch(() => undefined).then(ensureR)
const lines = [readingChecks, runningChecks, [waitingCheck]]
const done = (await Promise.all(lines.map(runInOrder))).flat()
const passed = done.reduce((sum, { outcome }) => sum + outcome.passed, 0)
const failed = done.reduce((sum, { outcome }) => sum + outcome.failed, 0)
const failures = done.flatMap((result) => result.outcome.failures).map((text) => `\nFAILED  ${text}\n`)
process.stdout.write(`${failures.join('')}\n${surroundings()}\n${done.map(line).join('\n')}\n`)
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
