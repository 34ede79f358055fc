import { describe, expect, it } from 'vitest'
import { parseExperiment } from './parseExperiment.ts'
import { readDocument } from './readDocument.ts'
import { refuseLargeText, TEXT_LIMITS } from './textLimits.ts'

function failure(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}

const times = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('')

describe('a text that is too large', () => {
  it.each([
    ['keys', times(200_000, (i) => `k${String(i)}: 1\n`)],
    ['items', `[${'1,'.repeat(100_000)}]`],
    ['items, one a line', '- 1\n'.repeat(100_000)],
    ['anchors that name each other', times(20_000, (i) => `- &a${String(i)} x\n- *a${String(i)}\n`)],
    ['aliases', `a: &a x\nb:\n${'- *a\n'.repeat(1000)}`],
    ['comments', '# x\n'.repeat(499_000)],
    ['characters', ' '.repeat(TEXT_LIMITS.characters + 1)],
  ])('is refused by its tokens: %s', (_, text) => {
    expect(failure(() => refuseLargeText(text))).toMatchObject({ code: 'experiment/too-large' })
  })

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['braces', '{a: '.repeat(50_000)],
    ['lists', '- '.repeat(50_000)],
    ['complex keys', '? '.repeat(50_000)],
    ['indentation', times(1000, (i) => `${' '.repeat(i)}a:\n`)],
    ['indented lists', times(1000, (i) => `${' '.repeat(i)}-\n`)],
  ])('is refused where it nests too deeply: %s', (_, text) => {
    const error = failure(() => refuseLargeText(text))
    expect(error).toMatchObject({ code: 'experiment/syntax' })
    expect(error).toHaveProperty('line')
  })

  it('is not one of 15,000 columns with a type and a role each, and returns to the margin', () => {
    const columns = times(15_000, (i) => `    column ${String(i)}:\n      type: number\n      role: ignore\n`)
    expect(() => refuseLargeText(`dataset:\n  columns:\n${columns}models: []\n`)).not.toThrow()
  })
})

describe('a text within the limits', () => {
  it('finds the place of every wrong setting in one pass, and names the first of many', () => {
    const text = `holdout: 1\nname: x\ndataset:\n  target: y\n  columns:\n${times(5000, (i) => `    c${String(i)}: no\n`)}models: []\n`
    const error = failure(() => parseExperiment(text)) as { line: number; problems: { line: number }[] }
    expect(error.line).toBe(6)
    expect(error.problems).toHaveLength(200)
    expect(error.problems.at(-1)?.line).toBe(205)
  })

  it('keeps places as plain data, aliases and missing values included', () => {
    const { places } = readDocument('a: &x\n  b: 1\nc: *x\nd:\n', 'yaml')
    expect(structuredClone(places)).toEqual(places)
    const inner = places.root.inner
    expect(inner?.get('c')?.inner).toBe(inner?.get('a')?.inner)
    expect(inner?.get('d')?.key).toBeGreaterThan(0)
  })
})
