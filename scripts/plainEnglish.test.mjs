/** Documents, code with its comments, and every English text avoid the private words of `wordsToAvoid.mjs`. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { exceptions, wordsToAvoid } from './wordsToAvoid.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const files = globSync(
  [
    '*.md',
    '{docs,fixtures}/**/*.md',
    '{src,bench,e2e}/**/*.{ts,vue,css,h,cc}',
    'scripts/**/*.mjs',
    'resources/**/*.yaml',
  ],
  { cwd: root },
)
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !(file in exceptions))

/** @param {string} file */
function proseOf(file) {
  return readFileSync(`${root}/${file}`, 'utf8').replaceAll(/`[^`\n]*`/g, '`…`')
}

/** @param {string} text */
function wordsIn(text) {
  return wordsToAvoid.flatMap(({ avoid, use }) =>
    [...text.matchAll(avoid)].map(([word]) => `“${word}”: write “${use}”`),
  )
}

test('documents and the page use standard terms', () => {
  expect(files.length).toBeGreaterThan(1000)
  expect(files.flatMap((file) => wordsIn(proseOf(file)).map((found) => `${file}: ${found}`))).toEqual([])
})

test('a private word is found, a similar standard one is not', () => {
  expect(wordsIn('How to mend it is told by the strand that holds the pen.')).toHaveLength(4)
  expect(wordsIn('A recommended pencil is stranded; it tells classes apart.')).toEqual([])
})

test('every exception is still needed', () => {
  for (const [file, why] of Object.entries(exceptions)) expect(wordsIn(proseOf(file)), why).not.toEqual([])
})
