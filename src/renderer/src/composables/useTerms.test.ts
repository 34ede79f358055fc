import { expect, test } from 'vitest'
import { METRICS } from '../../../core/metrics/metrics.ts'
import { TERMS, useTerms } from './useTerms.ts'

const { about, nameOf } = useTerms()

test('every score is explained, also over classes and with weights', () => {
  for (const { name } of METRICS) expect(about(name), name).toMatch(/^[A-Z].+[.]$/)
  expect(about('recallMacro')).toBe(`${about('recall') ?? ''} Mean over the classes, each counting the same.`)
  expect(about('rocAucOvrMacro')).toMatch(/^Chance that .+ Mean over/)
  expect(about('somethingElse')).toBeUndefined()
})

test('every term has one name, that the page uses too', () => {
  const names = TERMS.map(nameOf)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => name.includes('.') || name.includes('{'))).toEqual([])
  expect(names).toEqual(expect.arrayContaining(['Accuracy', 'R²', 'A is better', 'Specificity', 'Zone (ROPE)']))
})
