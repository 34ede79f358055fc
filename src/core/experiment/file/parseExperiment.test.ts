import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { HoldoutError, type ErrorData } from '../../errors.ts'
import { parseExperiment } from './parseExperiment.ts'

const example = (name: string) =>
  readFileSync(new URL(`../../../../resources/examples/${name}`, import.meta.url), 'utf8')

const HEAD = 'holdout: 1\nname: X\ndataset: { file: a.csv, target: y }\n'

function failure(text: string, format: 'yaml' | 'json' = 'yaml'): HoldoutError {
  try {
    parseExperiment(text, { format })
  } catch (error) {
    if (error instanceof HoldoutError) return error
    throw error
  }
  throw new Error('it was accepted')
}

const problemAt = (text: string, path: string): ErrorData => {
  const found = failure(text).problems?.find((problem) => problem.path === path)
  expect(found, `a problem at ${path}`).toBeDefined()
  return found!
}

const modelWith = (layer: string) => `${HEAD}models:\n  - name: A\n    layers:\n      - ${layer}\n      - output\n`

describe('the Sonar example', () => {
  it('is read as written', () => {
    const file = parseExperiment(example('sonar-dropout.yaml'))
    expect(file.models.map(({ name }) => name)).toEqual(['Baseline', 'Visible', 'Hidden'])
    expect(file.dataset).toEqual({ file: '../samples/sonar.csv', target: 'V61' })
    expect(file.training).toEqual({ epochs: 300, batchSize: 16 })
  })

  it('reads the same from JSON', () => {
    const file = parseExperiment(example('sonar-dropout.yaml'))
    const twin = JSON.stringify(file, null, 2)
    expect(parseExperiment(twin, { format: 'json' })).toEqual(file)
    expect(parseExperiment(twin, { path: 'A/Sonar.JSON' })).toEqual(file)
  })

  it('is read with a byte order mark and Windows line ends', () => {
    const text = `\uFEFF${example('sonar-dropout.yaml').replaceAll('\n', '\r\n')}`
    expect(parseExperiment(text)).toEqual(parseExperiment(example('sonar-dropout.yaml')))
  })
})

describe('an error names path, expected, received, place and a proposal', () => {
  it.each([
    ['{ type: dropout, rate: 1.5 }', 'rate', 'expected a number from 0 to below 1, received 1.5', 32, undefined],
    ['{ type: dense, units: 0 }', 'units', 'expected a whole number from 1 to 65536, received 0', 31, undefined],
    ['{ type: dense, units: 2.5 }', 'units', 'received 2.5', 31, undefined],
    ['{ type: dense, units: "3" }', 'units', 'received "3"', 31, 'Write the number without quotes.'],
    ['{ type: dense, units: .inf }', 'units', 'received infinity (.inf)', 31, undefined],
    ['{ type: dense, units: .nan }', 'units', 'received not a number (.nan)', 31, undefined],
    ['{ type: dens, units: 3 }', 'type', 'received "dens"', 17, 'Did you mean `dense`?'],
    ['{ type: dense, units: 3, activation: rleu }', 'activation', 'received "rleu"', 46, 'Did you mean `relu`?'],
    ['{ type: dense, units: 3, activation: leaky_relu }', 'activation', 'leaky_relu', 46, 'Did you mean `leakyRelu`?'],
    ['{ type: dense, neurons: 3, units: 3 }', 'neurons', 'unknown setting "neurons"', 24, 'Did you mean `units`?'],
    [
      '{ type: dense, units: 3, kernelInitializer: heNorml }',
      'kernelInitializer',
      'heNorml',
      53,
      'Did you mean `heNormal`?',
    ],
    ['{ type: dropout }', 'rate', 'rate is missing: expected a number from 0 to below 1', 9, undefined],
    [
      '{ type: dense, units: { swep: [1, 2] } }',
      'units',
      'a mapping with swep',
      31,
      'For several values write `{ sweep: [A, B] }`.',
    ],
  ])('%s', (layer, key, message, column, hint) => {
    const problem = problemAt(modelWith(layer), `models[0].layers[0].${key}`)
    expect(problem).toMatchObject({ code: 'experiment/invalid', line: 7, column })
    expect(problem.message).toContain(message)
    expect(problem.hint).toBe(hint)
  })

  it('within sweeps, constraints and the dataset', () => {
    const text = modelWith('{ type: dropout, rate: { sweep: [0.1, 1.2], as: 3 } }')
    expect(problemAt(text, 'models[0].layers[0].rate.sweep[1]').column).toBe(47)
    expect(problemAt(text, 'models[0].layers[0].rate.as').message).toContain('received 3')
    const constraint = modelWith('{ type: dense, units: 2, kernelConstraint: { type: maxNorm, maxValeu: 3 } }')
    expect(problemAt(constraint, 'models[0].layers[0].kernelConstraint.maxValeu').hint).toBe('Did you mean `maxValue`?')
    const target = 'holdout: 1\nname: X\ndataset: { target: 61 }\nmodels: [{ name: A, layers: [output] }]\n'
    expect(problemAt(target, 'dataset.target').hint).toBe('Put it in quotes to make it text.')
  })

  it('lists everything wrong, in the order of the file, and leads with the first', () => {
    const error = failure(
      `${HEAD}seed: -1\nmodels:\n  - name: A\n    lr: 3\n    layers: [{ type: dropout, rate: 2 }, outptu]\n`,
    )
    expect(error.problems?.map(({ path, line }) => [path, line])).toEqual([
      ['seed', 4],
      ['models[0].lr', 7],
      ['models[0].layers[0].rate', 8],
      ['models[0].layers[1]', 8],
    ])
    expect(error).toMatchObject({ path: 'seed', line: 4, column: 7, exitCode: 2 })
    expect(HoldoutError.fromData(error.toData()).problems).toEqual(error.problems)
  })

  it('finds places in JSON too', () => {
    const text =
      '{"holdout": 1, "name": "X",\n "dataset": {"target": "y"},\n "models": [{"name": "A", "layers": ["otput"]}]}'
    expect(failure(text, 'json')).toMatchObject({
      line: 3,
      path: 'models[0].layers[0]',
      hint: 'Did you mean `output`?',
    })
  })
})

describe('versions', () => {
  it('refuses a newer file with a word, whatever else it holds', () => {
    const error = failure('holdout: 2\nquantum: yes\n')
    expect(error).toMatchObject({ code: 'experiment/version', line: 1, column: 10 })
    expect(error.message).toContain('version 2')
  })

  it.each(['name: X', 'holdout: "1"', 'holdout: 0', '', '3', '[]'])(
    'refuses %j, which is no version of ours',
    (text) => {
      expect(failure(text).code).toBe('experiment/invalid')
    },
  )
})

describe('YAML is read with care', () => {
  it.each([
    ['a broken indent', `${HEAD}models:\n  - name: A\n   layers: [\n`, 6],
    ['a key twice', `${HEAD}name: Y\n`, 4],
    ['a tag', `${HEAD}models: !!js/function [A]\n`, 4],
    ['a tag of other schemas', `${HEAD}models: !!set { A }\n`, 4],
    ['several documents', 'holdout: 1\n---\nholdout: 1\n', 2],
    ['deep nesting', '['.repeat(20_000), 1],
  ])('refuses %s', (_, text, line) => {
    const error = failure(text)
    expect(error).toMatchObject({ code: 'experiment/syntax', line })
    expect(error.column).toBeGreaterThan(0)
  })

  it.each(['models: &m [*m]', 'dataset: &d { target: y, columns: *d }', 'a: &a { b: &b [{ c: *a }, *b] }'])(
    'refuses what holds itself: %s',
    (circle) => {
      const error = failure(`holdout: 1\nname: X\n${circle}\n`)
      expect(error).toMatchObject({ code: 'experiment/syntax', line: 3 })
      expect(error.message).toContain('stands within what it names')
    },
  )

  it('refuses an alias bomb', () => {
    const rows = ['a', 'b', 'c', 'd'].map(
      (name, i, names) =>
        `${name}: &${name} [${Array(9)
          .fill(i === 0 ? 'x' : `*${names[i - 1]}`)
          .join(', ')}]`,
    )
    expect(failure(rows.join('\n')).code).toBe('experiment/syntax')
  })

  it('takes anchors as a way to say the same twice', () => {
    const text = `${HEAD}models:\n  - { name: A, layers: &stack [{ type: dense, units: 2 }, output] }\n  - { name: B, layers: *stack }\n`
    const [a, b] = parseExperiment(text).models
    expect(b.layers).toEqual(a.layers)
  })

  it('takes 1e6 and 1_0 for what they are', () => {
    const text = `${HEAD}training: { batchSize: 1e6 }\nmodels: [{ name: 1_0, layers: [output] }]\n`
    expect(parseExperiment(text)).toMatchObject({ training: { batchSize: 1_000_000 }, models: [{ name: '1_0' }] })
  })

  it('refuses JSON that is only nearly JSON', () => {
    expect(failure('{"holdout": 1,}', 'json').code).toBe('experiment/syntax')
    expect(failure('{"holdout": 1, "holdout": 1}', 'json')).toMatchObject({ code: 'experiment/syntax', column: 16 })
  })

  it('takes hostile keys as data', () => {
    const text = `holdout: 1\nname: X\ndataset: { target: y, columns: { __proto__: { role: ignore }, constructor: { role: id } } }\nmodels: [{ name: A, layers: [output] }]\n`
    const { columns } = parseExperiment(text).dataset
    expect(Object.keys(columns!)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(columns)).toBe(Object.prototype)
    expect(problemAt(text.replace('role: ignore', 'role: ignor'), 'dataset.columns.__proto__.role').hint).toBe(
      'Did you mean `ignore`?',
    )
    expect(problemAt(`${HEAD}__proto__: { x: 1 }\nmodels: [{ name: A, layers: [output] }]\n`, '__proto__').line).toBe(4)
  })
})

describe('what the schema alone cannot see', () => {
  const models = (text: string) => `${HEAD}models:\n${text}`
  it.each([
    [
      'two models of one name',
      models('  - { name: A, layers: [output] }\n  - { name: A, layers: [output] }\n'),
      'models[1].name',
    ],
    ['no layers', models('  - { name: A }\n'), 'models[0].layers'],
    [
      'an unknown base',
      models('  - { name: A, extends: Bse }\n  - { name: Base, layers: [output] }\n'),
      'models[0].extends',
    ],
    ['a circle', models('  - { name: A, extends: B }\n  - { name: B, extends: A }\n'), 'models[0].extends'],
    ['itself', models('  - { name: A, extends: A }\n'), 'models[0].extends'],
    [
      'an unknown layer',
      models('  - { name: A, layers: [output] }\n  - { name: B, extends: A, patch: { outpt: { units: 1 } } }\n'),
      'models[1].patch.outpt',
    ],
    [
      'a patch that does not fit',
      models(
        '  - { name: A, layers: [{ type: dense, units: 3 }, output] }\n  - { name: B, extends: A, patch: { dense1: { unts: 1 } } }\n',
      ),
      'models[1].patch.dense1.unts',
    ],
    [
      'a patch without a base',
      models('  - { name: A, layers: [output], patch: { output: { units: 1 } } }\n'),
      'models[0].patch',
    ],
    [
      'tied sweeps of two lengths',
      models(
        '  - { name: A, layers: [{ type: dropout, rate: { sweep: [0.1, 0.2], as: r } }, { type: dropout, rate: { sweep: [0.1], as: r } }, output] }\n',
      ),
      'models[0].layers[0].rate.sweep',
    ],
    [
      'a value swept twice',
      models('  - { name: A, epochs: { sweep: [3, 3] }, layers: [output] }\n'),
      'models[0].epochs.sweep',
    ],
    [
      'a range without a count',
      models('  - { name: A, epochs: { sweep: { from: 1, to: 9 } }, layers: [output] }\n'),
      'models[0].epochs.sweep',
    ],
    [
      'a log range from 0',
      models(
        '  - { name: A, optimizer: { type: sgd, momentum: { sweep: { from: 0, to: 0.9, count: 3, scale: log } } }, layers: [output] }\n',
      ),
      'models[0].optimizer.momentum.sweep.from',
    ],
    [
      'a setting one swept type lacks',
      models('  - { name: A, optimizer: { type: { sweep: [sgd, adam] }, momentum: 0.5 }, layers: [output] }\n'),
      'models[0].optimizer.momentum',
    ],
    [
      'groups without a group column',
      `${HEAD}validation: { strategy: group-k-fold }\nmodels: [{ name: A, layers: [output] }]\n`,
      'validation.strategy',
    ],
    [
      'a setting the strategy lacks',
      `${HEAD}validation: { strategy: leave-one-out, folds: 3 }\nmodels: [{ name: A, layers: [output] }]\n`,
      'validation.folds',
    ],
    [
      'repeats that are all the same',
      `${HEAD}validation: { strategy: k-fold, shuffle: false, repeats: 3 }\nmodels: [{ name: A, layers: [output] }]\n`,
      'validation.repeats',
    ],
    [
      'nesting in a nesting',
      `${HEAD}validation: { strategy: nested, outer: { strategy: nested } }\nmodels: [{ name: A, layers: [output] }]\n`,
      'validation.outer.strategy',
    ],
    [
      'a class weight beyond what can be computed with',
      models('  - { name: A, classWeight: { a: 1e13 }, layers: [output] }\n'),
      'models[0].classWeight.a',
    ],
    [
      'a merge key of YAML 1.1',
      models('  - &a { name: A, layers: [output] }\n  - { <<: *a, name: B }\n'),
      'models[1]["<<"]',
    ],
    [
      'two targets',
      `holdout: 1\nname: X\ndataset: { target: y, columns: { z: { role: target } } }\nmodels: [{ name: A, layers: [output] }]\n`,
      'dataset.columns.z.role',
    ],
  ])('%s', (_, text, path) => {
    const problem = problemAt(text, path)
    expect(problem.line).toBeGreaterThan(0)
    expect(problem.message).toContain(path)
  })
})
