import { expect, test } from 'vitest'
import { CHECKS } from '../diagnostics/checks/checkTable.ts'
import { wordsOfChecks } from './checkWords.ts'

test('every check has its words in both languages, and no other check', () => {
  const codes = CHECKS.map(({ code }) => code)
  for (const language of ['en', 'zh-CN'] as const) {
    const { checks } = wordsOfChecks(language)
    expect(Object.keys(checks)).toEqual(codes)
    for (const words of Object.values(checks))
      for (const text of [words.title, words.detection, words.reason, words.advice]) expect(text).not.toBe('')
  }
  const [first] = CHECKS
  expect(wordsOfChecks('en').checks[first.code]).toEqual({
    title: first.title,
    detection: first.detection,
    reason: first.reason,
    advice: first.advice,
  })
})
