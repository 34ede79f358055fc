import { describe, expect, it } from 'vitest'
import { HoldoutError } from '../../errors.ts'
import { readExperiment } from '../file/parseExperiment.ts'
import { rankingMetric } from './rankingMetric.ts'
import { resolveExperiment } from './resolveExperiment.ts'
import type { DatasetFacts } from './resolveExperiment.ts'

const SONAR: DatasetFacts = { task: 'binary', features: 60, classes: ['M', 'R'], rows: 208 }
const SERVO: DatasetFacts = { task: 'regression', features: 4, classes: [], rows: 167 }

function resolve(text: string, facts: DatasetFacts = SONAR) {
  const { file, locate } = readExperiment(`holdout: 1\nname: X\ndataset: { target: y }\n${text}`)
  return resolveExperiment(file, facts, locate)
}

function failure(text: string, facts?: DatasetFacts): HoldoutError {
  try {
    resolve(text, facts)
  } catch (error) {
    if (error instanceof HoldoutError) return error
    throw error
  }
  throw new Error('it was accepted')
}

const model = (name: string, more = '') => `  - { name: ${name}, layers: [output]${more} }\n`

describe('metrics', () => {
  it('are all shown and ranked as the task has it where none are named', () => {
    const experiment = resolve(`models:\n${model('A')}`)
    expect(experiment.metrics).toBeUndefined()
    expect(rankingMetric(experiment).name).toBe('accuracy')
    expect(rankingMetric(resolve(`models:\n${model('A')}`, SERVO)).name).toBe('rootMeanSquaredError')
  })

  it('of training hold for all models, the first ranking', () => {
    const { metrics } = resolve(`training: { metrics: [rocAuc, f1] }\nmodels:\n${model('A')}${model('B')}`)
    expect(metrics).toEqual({ ranking: 'rocAuc', shown: { A: ['rocAuc', 'f1'], B: ['rocAuc', 'f1'] } })
  })

  it('of a model replace those of training, and show what ranks first', () => {
    const { metrics } = resolve(
      `training: { metrics: [rocAuc] }\nmodels:\n${model('A')}${model('B', ', metrics: [mcc, rocAuc]')}`,
    )
    expect(metrics).toEqual({ ranking: 'rocAuc', shown: { A: ['rocAuc'], B: ['rocAuc', 'mcc'] } })
  })

  it('rank by what every model names first', () => {
    expect(resolve(`models:\n${model('A', ', metrics: [f1]')}`).metrics?.ranking).toBe('f1')
    const { metrics } = resolve(`models:\n${model('A', ', metrics: [f1]')}${model('B')}`)
    expect(metrics).toEqual({ ranking: 'accuracy', shown: { A: ['accuracy', 'f1'] } })
  })

  it('are taken over with `extends`', () => {
    const extended = '  - { name: B, extends: A }\n'
    expect(resolve(`models:\n${model('A', ', metrics: [f1]')}${extended}`).metrics?.shown.B).toEqual(['f1'])
  })

  it('choose in a nested protocol too, unless that says otherwise', () => {
    const nested = (more = '') =>
      resolve(`validation: { strategy: nested${more} }\ntraining: { metrics: [rocAuc] }\nmodels:\n${model('A')}`)
        .validation
    expect(nested()).toMatchObject({ choose: 'rocAuc' })
    expect(nested(', choose: f1')).toMatchObject({ choose: 'f1' })
  })

  it('change nothing of what is trained', () => {
    const without = resolve(`models:\n${model('A')}`)
    expect(resolve(`training: { metrics: [f1] }\nmodels:\n${model('A')}`).candidates).toEqual(without.candidates)
  })

  it.each([
    ['training: { metrics: [rocauc] }', SONAR, 'training.metrics[0]', 'Did you mean `rocAuc`?'],
    ['training: { metrics: [acc] }', SONAR, 'training.metrics[0]', 'Did you mean `accuracy`?'],
    ['training: { metrics: [f1] }', SERVO, 'training.metrics[0]', 'Use one of meanSquaredError, '],
    ['training: { metrics: [r2, rmse] }', SERVO, 'training.metrics[1]', 'Did you mean `rootMeanSquaredError`?'],
  ] as const)('%s is refused with a way out', (text, facts, path, hint) => {
    const error = failure(`${text}\nmodels:\n${model('A')}${model('B')}`, facts)
    expect(error.toData()).toMatchObject({
      code: 'experiment/invalid',
      path,
      hint: expect.stringContaining(hint) as string,
    })
    expect(error.toData().problems).toHaveLength(1)
    expect(error.line).toBe(4)
  })

  it.each(['f1', '[]', '[f1, f1]', '{ sweep: [[f1], [mcc]] }'])('%s is no list of scores', (written) => {
    const { message } = failure(`training: { metrics: ${written} }\nmodels:\n${model('A')}`)
    expect(message).toContain('training.metrics: expected a list of 1 or more different scores')
  })
})
