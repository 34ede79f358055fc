import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ExperimentFile } from './experimentFile.ts'
import { parseExperiment } from './parseExperiment.ts'
import { writeExperiment } from './writeExperiment.ts'

const example = readFileSync(
  new URL('../../../../resources/examples/sonar-dropout-sweep.yaml', import.meta.url),
  'utf8',
)
const minimal: ExperimentFile = {
  holdout: 1,
  name: 'X',
  dataset: { target: 'y' },
  models: [{ name: 'A', layers: ['output'] }],
}

/** Texts that YAML likes to take for something else, and any others. */
const anyText = fc.oneof(
  fc.constantFrom(
    'yes',
    'no',
    'null',
    '~',
    '1',
    '0x1f',
    '1e3',
    '.inf',
    '- a',
    'a: b',
    '# x',
    '*a',
    '&a',
    '!t',
    '=1+1',
    '{',
    '"',
    "'",
    '|',
    '%',
    '@',
    '`',
    '<<',
    '2001-01-01',
    '\t',
    ' a',
    'a ',
    'a\r\nb',
    '\n',
    '\u2028',
    '\uFEFF',
    '---',
    '...',
  ),
  fc.string({ unit: 'binary' }),
)
const anyName = anyText.filter((text) => /^(?=.*\S)[^\p{Cc}\u2028\u2029]{1,100}$/u.test(text))
const anyRate = fc.double({ min: 0, max: 0.99, noNaN: true })

const anyLayer = fc.oneof(
  fc.record({
    type: fc.constant('dropout' as const),
    rate: fc.oneof(
      anyRate,
      fc.record({
        sweep: fc.uniqueArray(
          anyRate.map((rate) => rate + 0),
          { minLength: 1, maxLength: 4 },
        ),
      }),
    ),
  }),
  fc.record({
    type: fc.constant('dense' as const),
    units: fc.integer({ min: 1, max: 9 }),
    kernelInitializer: fc.constantFrom('heNormal' as const, { type: 'constant' as const, value: -0.5 }),
  }),
)
const anyExperiment: fc.Arbitrary<ExperimentFile> = fc.record({
  holdout: fc.constant(1 as const),
  name: anyName,
  description: anyText,
  dataset: fc.record({
    target: fc.constant('the target'),
    missing: fc.array(anyText, { maxLength: 3 }),
    columns: fc.dictionary(anyText, fc.record({ role: fc.constantFrom('ignore' as const, 'id' as const) }), {
      maxKeys: 4,
    }),
  }),
  seed: fc.nat(),
  models: fc.uniqueArray(
    fc.record({
      name: anyName,
      layers: fc.array(anyLayer, { maxLength: 3 }).map((layers) => [...layers, 'output' as const]),
    }),
    { minLength: 1, maxLength: 3, selector: ({ name }) => name },
  ),
})

describe('writeExperiment', () => {
  it('reads back as the same experiment, whatever its texts hold', () => {
    fc.assert(
      fc.property(anyExperiment, (file) => {
        expect(parseExperiment(writeExperiment(file))).toEqual(JSON.parse(JSON.stringify(file)))
      }),
      { numRuns: 300 },
    )
  })

  it('keeps the example and writes it the same again', () => {
    const file = parseExperiment(example)
    const text = writeExperiment(file)
    expect(parseExperiment(text)).toEqual(file)
    expect(writeExperiment(parseExperiment(text))).toBe(text)
  })

  it('keeps hostile keys as data', () => {
    const columns = JSON.parse('{"__proto__": {"role": "ignore"}}') as Record<string, { role: 'ignore' }>
    const text = writeExperiment({ ...minimal, dataset: { target: 'y', columns } })
    expect(Object.keys(parseExperiment(text).dataset.columns!)).toEqual(['__proto__'])
  })

  it('quotes what readers of YAML 1.1 would take for a flag or a number', () => {
    const text = writeExperiment({ ...minimal, name: 'yes', dataset: { target: '61' } })
    expect(text).toContain('name: "yes"')
    expect(text).toContain('target: "61"')
  })

  it('puts short things on one line and the version first', () => {
    const { holdout, ...rest } = { ...minimal, dataset: { target: 'V61' } }
    const text = writeExperiment({ ...rest, holdout })
    expect(text).toBe('holdout: 1\nname: X\ndataset: { target: V61 }\nmodels:\n  - name: A\n    layers: [ output ]\n')
  })
})
