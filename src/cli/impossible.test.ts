import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorData } from '../core/errors.ts'
import { runInProcess } from './testing/runInProcess.ts'

const SAMPLES = join(process.cwd(), 'resources/samples')
const NETWORK = 'layers: [{ type: dense, units: 4 }, output]'

interface Impossible {
  readonly what: string
  readonly data?: readonly [file: string, target: string]
  /** Settings of columns. */
  readonly columns?: string
  /** Lines of the experiment beside the dataset and the model. */
  readonly also?: string
  /** Lines of the model. */
  readonly model?: string
  readonly code: string
  readonly exit: 2 | 3
  readonly says: RegExp
}

const SERVO = ['servo.csv', 'Class'] as const
const VEHICLE = ['vehicle.csv', 'Class'] as const

const IMPOSSIBLE: readonly Impossible[] = [
  {
    what: 'softmax with one unit',
    model: 'layers: [{ type: dense, units: 1, activation: softmax }, output]',
    code: 'model/softmax-of-one',
    exit: 2,
    says: /layers\[0\]\.activation.* expected at least 2 units, received 1/,
  },
  {
    what: 'a softmax layer behind one unit',
    model: 'layers: [{ type: dense, units: 1 }, { type: activation, activation: softmax }, output]',
    code: 'model/softmax-of-one',
    exit: 2,
    says: /layers\[1\]\.activation.* expected at least 2 units, received 1/,
  },
  {
    what: 'a softmax output for two classes',
    model: 'layers: [{ type: output, units: 2, activation: softmax }]',
    code: 'model/output-units',
    exit: 2,
    says: /a binary target needs 1 output unit, received 2/,
  },
  {
    what: 'a multiclass target with a sigmoid output',
    data: VEHICLE,
    model: 'layers: [{ type: dense, units: 4 }, { type: output, activation: sigmoid }]',
    code: 'model/output-activation',
    exit: 2,
    says: /a multiclass target \(4 classes\) needs softmax as output activation, received sigmoid/,
  },
  {
    what: 'a loss of another task',
    data: SERVO,
    also: 'task: regression',
    model: `loss: binaryCrossentropy\n    ${NETWORK}`,
    code: 'model/loss-task',
    exit: 2,
    says: /a regression target needs meanSquaredError, meanAbsoluteError, huber as loss/,
  },
  {
    what: 'class weights without classes',
    data: SERVO,
    also: 'task: regression',
    model: `classWeight: balanced\n    ${NETWORK}`,
    code: 'model/class-weight',
    exit: 2,
    says: /no classes to weigh/,
  },
  {
    what: 'class weights of labels that are not there',
    model: `classWeight: { X: 2 }\n    ${NETWORK}`,
    code: 'model/class-weight',
    exit: 2,
    says: /expected labels of the target \("M", "R"\), received "X"/,
  },
  {
    what: 'a batch larger than the training fold',
    also: 'training: { batchSize: 188 }',
    code: 'model/batch-too-large',
    exit: 2,
    says: /expected at most 187, the rows of the smallest training fold, received 188/,
  },
  {
    what: 'a batch larger than what early stopping leaves of the fold',
    also: 'training: { batchSize: 187, earlyStopping: {} }',
    code: 'model/batch-too-large',
    exit: 2,
    says: /expected at most 168/,
  },
  {
    what: 'a batch larger than what the largest group leaves to train on',
    data: SERVO,
    columns: '{ Pgain: { role: group } }',
    also: 'task: regression\nvalidation: { strategy: group-k-fold, folds: 4 }\ntraining: { batchSize: 110 }',
    code: 'model/batch-too-large',
    exit: 2,
    says: /expected at most 101, the rows of the smallest training fold \(fold 1\), received 110/,
  },
  {
    what: 'a batch larger than an inner fold of groups',
    data: SERVO,
    columns: '{ Pgain: { role: group } }',
    also: `task: regression
validation: { strategy: nested, outer: { strategy: k-fold, folds: 2 }, inner: { strategy: group-k-fold, folds: 2 } }
training: { batchSize: 41 }`,
    code: 'model/batch-too-large',
    exit: 2,
    says: /expected at most \d+, the rows of the smallest training fold \(inner fold 1 of outer fold \d\), received 41/,
  },
  {
    what: 'more folds than groups',
    data: SERVO,
    columns: '{ Pgain: { role: group } }',
    also: 'task: regression\nvalidation: { strategy: group-k-fold, folds: 5 }',
    code: 'split/too-few-groups',
    exit: 3,
    says: /expected at least 5, one for each fold, received 4/,
  },
  {
    what: 'early stopping with too few rows',
    model: `earlyStopping: { validationFraction: 0.001 }\n    ${NETWORK}`,
    code: 'model/early-stopping-rows',
    exit: 2,
    says: /would watch 1 of 187 training rows: expected at least 2/,
  },
  {
    what: 'a plateau of an inner part that nobody set aside',
    model: `schedule: { type: reduceOnPlateau, monitor: valLoss }\n    ${NETWORK}`,
    code: 'model/no-inner-part',
    exit: 2,
    says: /set aside by early stopping, and there is none/,
  },
  {
    what: 'a sweep of a million candidates',
    model: [
      'optimizer:',
      '      type: sgd',
      '      learningRate: { sweep: { from: 0.0001, to: 1, count: 1000, scale: log } }',
      '      momentum: { sweep: { from: 0, to: 0.9, count: 1000 } }',
      `    ${NETWORK}`,
    ].join('\n'),
    code: 'experiment/too-many-candidates',
    exit: 2,
    says: /1,000,000 candidates, expected at most 10,000/,
  },
  {
    what: 'weights by the terabyte',
    model: `layers: [${'{ type: dense, units: 65536 }, '.repeat(99)}output]`,
    code: 'model/too-large',
    exit: 2,
    says: /models\[0\]\.layers \(A\): training 420,\d{3},\d{3},\d{3} parameters takes at least 13\d{3}\.\d GB/,
  },
  {
    what: 'no output',
    model: 'layers: [{ type: dense, units: 4 }]',
    code: 'model/no-output',
    exit: 2,
    says: /expected an output as the last layer, received none/,
  },
  {
    what: 'a dropout rate of 1',
    model: 'layers: [{ type: dropout, rate: 1 }, output]',
    code: 'experiment/invalid',
    exit: 2,
    says: /expected a number from 0 to below 1, received 1/,
  },
  {
    what: 'two ways of clipping',
    model: `optimizer: { type: sgd, clipNorm: 1, clipValue: 1 }\n    ${NETWORK}`,
    code: 'model/clipping',
    exit: 2,
    says: /expected one way of clipping, received clipValue and clipNorm/,
  },
  {
    what: 'more folds than rows',
    also: 'validation: { folds: 300 }',
    code: 'experiment/invalid',
    exit: 2,
    says: /expected at most 208, the rows of the dataset, received 300/,
  },
  {
    what: 'more folds than rows of a class',
    also: 'validation: { folds: 100 }',
    code: 'split/class-too-small',
    exit: 3,
    says: /class "R" has 97 rows: expected at least 100/,
  },
  {
    what: 'more inner folds of a nested protocol than an outer fold leaves rows of a class',
    also: 'validation: { strategy: nested, inner: { folds: 88 } }',
    code: 'split/class-too-small',
    exit: 3,
    says: /class "R" has 87 rows: expected at least 88.*\(the inner validation of outer fold \d\)/,
  },
  {
    what: 'an inner holdout too small for a row of each class',
    data: VEHICLE,
    also: 'validation: { strategy: nested, inner: { strategy: stratified-holdout, testFraction: 0.001 } }',
    code: 'split/too-few-rows',
    exit: 3,
    says: /expected at least 4, received 1 \(the inner validation of outer fold 1\)/,
  },
  {
    what: 'a holdout too small for a row of each class',
    data: VEHICLE,
    also: 'validation: { strategy: stratified-holdout, testFraction: 0.001 }',
    code: 'split/too-few-rows',
    exit: 3,
    says: /one held-out row of each of 4 classes: expected at least 4, received 1/,
  },
  {
    what: 'as many stretches of time as rows',
    also: 'validation: { strategy: time-series, folds: 208 }',
    code: 'split/too-few-rows',
    exit: 3,
    says: /208 stretches of time: expected at least 209, received 208/,
  },
  {
    what: 'strata of numbers',
    data: SERVO,
    also: 'task: regression\nvalidation: { strategy: stratified-k-fold }',
    code: 'experiment/task',
    exit: 2,
    says: /a regression target has none/,
  },
  {
    what: 'groups without a column of groups',
    also: 'validation: { strategy: group-k-fold }',
    code: 'experiment/invalid',
    exit: 2,
    says: /needs a column with the role group/,
  },
  {
    what: 'a holdout that leaves nothing to train on',
    also: 'validation: { strategy: holdout, testFraction: 0.999 }',
    code: 'experiment/invalid',
    exit: 2,
    says: /nothing is left to train on/,
  },
  {
    what: 'choosing by a score of another task',
    also: 'validation: { strategy: nested, choose: r2 }',
    code: 'experiment/invalid',
    exit: 2,
    says: /expected a score of a binary task, received "r2"/,
  },
  {
    what: 'missing cells that nothing fills',
    data: ['pima-diabetes.csv', 'diabetes'],
    also: 'preprocessing: { numeric: { impute: none } }',
    code: 'preprocessing/missing-values',
    exit: 3,
    says: /column "glucose" has 5 missing cells/,
  },
  {
    what: 'a binary task of five classes',
    data: ['servo.csv', 'Motor'],
    also: 'task: binary',
    code: 'dataset/target-type',
    exit: 3,
    says: /expected two classes for a binary task/,
  },
]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function experiment({ data = ['sonar.csv', 'V61'], columns = '{}', also = '', model = NETWORK }: Impossible): string {
  const dataset = `dataset: { file: ${JSON.stringify(join(SAMPLES, data[0]))}, target: ${data[1]}, columns: ${columns} }`
  return `holdout: 1\nname: Impossible\n${dataset}\n${also}\nmodels:\n  - name: A\n    ${model}\n`
}

describe('what cannot be trained is answered before training starts', () => {
  it.concurrent.each(IMPOSSIBLE.map((one, index) => [one.what, one, index] as const))(
    '%s',
    async (_, impossible, index) => {
      const path = join(folder, `${index}.yaml`)
      await writeFile(path, experiment(impossible))
      const { code, stdout, stderr } = await runInProcess('run', path, '--json')
      const { error } = JSON.parse(stdout) as { error: ErrorData }
      expect(error.code).toBe(impossible.code)
      expect(code).toBe(impossible.exit)
      expect(error.message).toMatch(impossible.says)
      expect(error.hint ?? error.path).toBeTruthy()
      // A fit that had begun would have said so.
      expect(stderr).not.toMatch(/fits/)
    },
    60_000,
  )
})
