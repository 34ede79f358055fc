// The rule no-unsafe-class-instance-assignment of typescript-eslint: where an instance of a class is expected, no object
// literal and no instance of another class may stand. tsgolint, which checks the rules with types for Oxlint, has the
// rule; Oxlint does not pass it on yet. So tsgolint is started here as Oxlint starts it.
// Usage: node scripts/lint/classInstances.mjs [FILE …], without files for all files that Oxlint checks.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import process from 'node:process'
import { checkout } from '../setup/folders.mjs'
import { parseJson } from '../setup/parseJson.mjs'

/**
 * @typedef {object} Finding
 * @property {{ description: string }} message
 * @property {string} [file_path]
 * @property {{ pos: number }} [range] in bytes
 */

const RULE = 'no-unsafe-class-instance-assignment'
/** A frame of tsgolint: length of the text, kind, text. */
const FRAME_HEADER = 5

const packages = join(checkout, 'node_modules')

/**
 * @param {string} program of node
 * @param {string[]} args
 * @param {string} [input]
 */
function runNode(program, args, input = '') {
  const { stdout, stderr, status, error } = spawnSync(process.execPath, [program, ...args], {
    input,
    maxBuffer: 2 ** 28,
  })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${program} ended with ${String(status)}: ${stderr.toString()}${stdout.toString()}`)
  return stdout
}

function allFiles() {
  const listed = runNode(join(packages, 'oxlint', 'bin', 'oxlint'), ['--debug', 'files']).toString()
  return listed.split('\n').filter((line) => /\.(ts|mjs|js)$/.test(line))
}

/**
 * @param {Buffer} output
 * @returns {Finding[]}
 */
function findings(output) {
  /** @type {Finding[]} */
  const found = []
  for (let at = 0; at < output.length;) {
    const end = at + FRAME_HEADER + output.readUInt32LE(at)
    found.push(/** @type {Finding} */ (parseJson(output.toString('utf8', at + FRAME_HEADER, end))))
    at = end
  }
  return found
}

/** @param {Finding} finding */
function line({ message, file_path: path, range }) {
  if (path === undefined || range === undefined) return JSON.stringify(message)
  const lines = readFileSync(path).toString('utf8', 0, range.pos).split('\n')
  return `${relative(process.cwd(), path)}:${lines.length}:${(lines.at(-1) ?? '').length + 1}: ${message.description}`
}

const named = process.argv.slice(2)
const files = (named.length > 0 ? named : allFiles()).map((file) => resolve(file))
if (files.length === 0) throw new Error('There are no files to check.')
const request = { version: 2, configs: [{ file_paths: files, rules: [{ name: RULE }] }] }
const tsgolint = join(packages, 'oxlint-tsgolint', 'bin', 'tsgolint.js')
const found = findings(runNode(tsgolint, ['headless'], JSON.stringify(request)))
for (const finding of found) process.stdout.write(`${line(finding)} (${RULE})\n`)
process.exitCode = found.length === 0 ? 0 : 1
