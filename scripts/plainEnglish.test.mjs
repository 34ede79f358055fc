/**
 * Documents and the English words of the page avoid the private words of `wordsToAvoid.mjs`.
 * Code comments, and the texts of core, lab and command line, are not covered yet.
 */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { exceptions, wordsToAvoid } from './wordsToAvoid.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const files = globSync(
  ['README.md', 'CONTRIBUTING.md', 'docs/**/*.md', 'src/renderer/src/**/words/en.ts', 'src/renderer/src/i18n/en/*.ts'],
  { cwd: root },
).map((file) => file.replaceAll('\\', '/'))

/** @param {string} file */
function proseOf(file) {
  let text = readFileSync(`${root}/${file}`, 'utf8')
  for (const exception of exceptions) if (exception.file === file) text = text.replaceAll(exception.text, '')
  return text.replaceAll(/`[^`\n]*`/g, '`…`')
}

/** @param {string} text */
function wordsIn(text) {
  return wordsToAvoid.flatMap(({ avoid, use }) =>
    [...text.matchAll(avoid)].map(([word]) => `“${word}”: write “${use}”`),
  )
}

test('documents and the page use standard terms', () => {
  expect(files.length).toBeGreaterThan(35)
  expect(files.flatMap((file) => wordsIn(proseOf(file)).map((found) => `${file}: ${found}`))).toEqual([])
})

test('a private word is found, a similar standard one is not', () => {
  expect(wordsIn('How to mend it is told by the strand that holds the pen.')).toHaveLength(4)
  expect(wordsIn('A recommended pencil is stranded; it tells classes apart.')).toEqual([])
})

test('every exception is still needed', () => {
  for (const { file, text, why } of exceptions) {
    expect(readFileSync(`${root}/${file}`, 'utf8'), why).toContain(text)
    expect(wordsIn(text)).not.toEqual([])
  }
})
