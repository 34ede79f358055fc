import { expect, test } from 'vitest'
import { CHECKS } from '../../../../core/diagnostics/checks/checkTable.ts'
import en from './words/en.ts'

test('every check has its words, the English ones as the check has them', () => {
  const words: Readonly<Record<string, unknown>> = en.checks
  for (const { code, title, advice } of CHECKS) expect(words[code]).toEqual({ title, advice })
  const worded = Object.keys(words).filter((key) => /^HC\d+$/.test(key))
  expect(worded.sort()).toEqual(CHECKS.map(({ code }) => code).sort())
})
