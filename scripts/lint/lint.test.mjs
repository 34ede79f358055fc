/** Lint reports what it should: rules of Oxlint with and without types, our own rules, and the rule of classes. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkout } from '../setup/folders.mjs'

/** Each line with the rules that must report it. */
const CASES = [
  ['export const random = Math.random()', 'no-restricted-properties'],
  ['export const now = Date.now()', 'no-restricted-globals'],
  ['export class Box { private inside = 1; look() { return this.inside } }', 'private-members'],
  ['declare const later: Promise<number>; later', 'no-unused-expressions', 'no-floating-promises'],
  ['declare const untyped: any; export const text: string = untyped', 'no-explicit-any', 'no-unsafe-assignment'],
  ['export const both: { a: 1 } | { a: 1 } = { a: 1 }', 'repeated-types'],
  ['declare const number: number; void number', 'void-of-calls'],
  ['declare const sum: () => number; void sum()'],
  ['// eslint-disable-next-line eqeqeq', 'unused directive'],
  ['export const one = 1'],
]

/** @type {string} */
let folder
/** @type {string} */
let file

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdout-lint-'))
  file = join(folder, 'src', 'core', 'planted.ts')
  mkdirSync(join(folder, 'src', 'core'), { recursive: true })
  cpSync(join(checkout, 'scripts', 'lint'), join(folder, 'scripts', 'lint'), { recursive: true })
  for (const name of ['.oxlintrc.json', 'tsconfig.base.json']) copyFileSync(join(checkout, name), join(folder, name))
  symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'), 'junction')
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: './tsconfig.base.json', include: ['src/**/*.ts'], compilerOptions: { outDir: 'out' } }),
  )
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** @param {string[]} args */
function runNode(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('Oxlint reports each planted violation with its rule, and nothing else', () => {
  writeFileSync(file, `${CASES.map(([line]) => line).join('\n')}\n`)
  const { status, stdout } = runNode(join(checkout, 'node_modules', 'oxlint', 'bin', 'oxlint'), '-f', 'json', file)
  const { diagnostics } = /** @type {{ diagnostics: { code?: string, labels: { span: { line: number } }[] }[] }} */ (
    JSON.parse(stdout)
  )
  const reported = diagnostics.map(({ code, labels }) => {
    const rule = code?.replace(/^.*\((.*)\)$/, '$1') ?? 'unused directive'
    return `${String(labels[0]?.span.line)} ${rule}`
  })
  const expected = CASES.flatMap(([, ...rules], index) => rules.map((rule) => `${String(index + 1)} ${rule}`))
  expect(reported.toSorted()).toEqual(expected.toSorted())
  expect(status).toBe(1)
})

test('the rule of classes reports object literals and passes instances', () => {
  const script = join(checkout, 'scripts', 'lint', 'classInstances.mjs')
  const point = 'class Point {\n  x = 1\n}\nexport const points: Point[] = [new Point()]\n'
  writeFileSync(file, point)
  expect(runNode(script, file)).toEqual({ status: 0, stdout: '', stderr: '' })
  writeFileSync(file, `${point}export const é: Point = { x: 2 }\n`)
  expect(runNode(script, file)).toEqual({
    status: 1,
    stdout: `${join('src', 'core', 'planted.ts')}:5:25: This object literal is used where an instance of class \`Point\` is expected. (no-unsafe-class-instance-assignment)\n`,
    stderr: '',
  })
})
