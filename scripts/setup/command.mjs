import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

const keptOutput = 8_000

/**
 * @typedef {object} CommandResult
 * @property {number} code exit code; 127 when there is no such program, 128 and more for a signal
 * @property {string} output the end of what it wrote
 * @property {NodeJS.Signals | null} signal
 */

/**
 * Runs a program to its end and keeps the end of its output. It never throws: the caller reads `code`.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, shell?: boolean, onStart?: (pid: number) => void }} [options]
 *   `onStart` learns the process id.
 * @returns {Promise<CommandResult>}
 */
export function runCommand(program, args, { timeoutMs = 0, onStart, ...options } = {}) {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    if (child.pid !== undefined) onStart?.(child.pid)
    /** @param {Buffer} bytes */
    const keep = (bytes) => {
      output = (output + bytes.toString()).slice(-keptOutput)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ code: 127, output: error.message, signal: null }))
    child.on('close', (code, signal) => resolve({ code: code ?? 128, output: output.trim(), signal }))
  })
}

/**
 * The last line of a program's output that says something, for a one-line reason.
 * @param {CommandResult} result
 * @returns {string}
 */
export function lastWords(result) {
  const lines = result.output.split('\n').map((line) => line.trim())
  const telling = lines.findLast((line) => /^\S*error\b/i.test(line)) ?? lines.findLast((line) => line !== '')
  if (result.signal) return `it was ended by ${result.signal}`
  return telling ?? `it ended with code ${result.code}`
}

/**
 * The environment for programs that set-up calls: npm's own settings for this very command (such as `--silent`)
 * and the checkout's own `node` taken out, since the one may hide an error and the other be replaced meanwhile.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function plainEnvironment(root, env = process.env) {
  const own = join(root, 'node_modules', '.bin')
  const { npm_config_loglevel: _loglevel, npm_config_silent: _silent, npm_config_json: _json, ...rest } = env
  const path = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== own)
  return { ...rest, PATH: path.join(delimiter) }
}
