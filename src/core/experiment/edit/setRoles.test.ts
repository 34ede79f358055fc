import { expect, test } from 'vitest'
import { validateExperiment } from '../file/validateExperiment.ts'
import { patchExperimentText } from '../file/patchExperimentText.ts'
import { setRoles } from './setRoles.ts'

const COLUMNS = Array.from({ length: 2000 }, (_, i) => ({ name: `g${String(i)}`, type: 'number' as const }))

function experimentWith(columns: object) {
  const models = [{ name: 'A', layers: ['output'] }]
  return validateExperiment({ holdout: 1, name: 'X', dataset: { target: 'y', columns }, models })
}

test('many columns get a role in one edit, and lose it in another', () => {
  const before = experimentWith({ g1: { missing: ['x'] } })
  const ignored = setRoles(before, COLUMNS, 'ignore')
  expect(Object.keys(ignored.dataset.columns ?? {})).toHaveLength(COLUMNS.length)
  expect(ignored.dataset.columns?.g1).toEqual({ missing: ['x'], role: 'ignore' })
  expect(setRoles(ignored, COLUMNS, 'feature')).toEqual(before)
})

test('a feature that a pattern leaves out is named as one', () => {
  const before = experimentWith({ 'g*': { role: 'ignore' } })
  expect(setRoles(before, COLUMNS.slice(0, 1), 'feature').dataset.columns).toEqual({
    'g*': { role: 'ignore' },
    g0: { role: 'feature' },
  })
})

test('the strategy follows the roles of the edit as a whole', () => {
  const before = { ...experimentWith({}), validation: { strategy: 'k-fold' as const, folds: 5 } }
  const grouped = setRoles(before, COLUMNS.slice(0, 1), 'group')
  expect(grouped.validation?.strategy).toBe('group-k-fold')
  expect(setRoles(grouped, COLUMNS.slice(0, 1), 'feature').validation?.strategy).toBe('k-fold')
})

test('the text of an experiment takes thousands of columns', () => {
  const text =
    'holdout: 1\nname: X # mine\ndataset:\n  target: y\n  columns:\n    g0: { missing: [ x ] }\nmodels: [ { name: A, layers: [ output ] } ]\n'
  const before = experimentWith({ g0: { missing: ['x'] } })
  const after = setRoles(before, COLUMNS, 'ignore')
  const patched = patchExperimentText(text, before, after)
  expect(patched).toContain('name: X # mine')
  expect(patched).toContain('g1999: { role: ignore }')
  expect(patchExperimentText(patched, after, before)).toBe(text)
})
