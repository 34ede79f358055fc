import loadYdf from 'ydf-training'
import type { YdfLibrary, YdfModel } from 'ydf-training'
import type { Table } from '../../core/dataset/table.ts'
import { HoldoutError } from '../../core/errors.ts'
import type { EncodedTarget } from '../../core/preprocessing/encodeTarget.ts'
import type { ReferencePredictions } from '../../core/references/referenceFold.ts'
import { requireTwoClasses } from '../../core/references/requireTwoClasses.ts'
import type { Sides } from '../../core/split/split.ts'
import { scalingOf, treeColumns } from './treeColumns.ts'

/** The kinds of reference that are made of trees. */
export type TreeKind = 'forest' | 'boosting'

const LABEL = 'label'

/** Loads the tree library. It prints its progress, which is of no interest. */
export async function loadTrees(): Promise<YdfLibrary> {
  return loadYdf({ print: () => undefined, printErr: () => undefined })
}

/**
 * Grows a forest or boosted trees on the training rows of a fold, with the library's own defaults and its fixed seed, and
 * predicts the held-out rows. Weights of rows play no part.
 * @throws HoldoutError `training/one-class`, `training/reference-failed`.
 */
export function predictTrees(
  library: YdfLibrary,
  kind: TreeKind,
  table: Table,
  target: EncodedTarget,
  { train, test }: Sides,
): ReferencePredictions {
  const columns = treeColumns(table, train, test)
  const Learner = kind === 'forest' ? library.RandomForestLearner : library.GradientBoostedTreesLearner
  if (target.labels) return predictClasses(Learner, columns, target.labels, target, train)
  return predictValues(Learner, columns, target.values ?? new Float64Array(0), train)
}

type Learner = YdfLibrary['RandomForestLearner']
type Columns = ReturnType<typeof treeColumns>

function predictClasses(
  Learner: Learner,
  columns: Columns,
  labels: Int32Array,
  { task, classes }: EncodedTarget,
  train: Int32Array,
): ReferencePredictions {
  requireTwoClasses(train.map((row) => labels[row]))
  const label = Array.from(train, (row) => `c${String(labels[row])}`)
  return grow(new Learner(LABEL, 'CLASSIFICATION'), { ...columns.train, [LABEL]: label }, (model) => {
    const codes = model.getLabelClasses().map((name) => Number(name.slice(1)))
    const rows = chancesByRow(model.predict(columns.test), codes, classes.length)
    return task === 'binary' ? rows.map((row) => row[1]) : rows
  })
}

/** Chances in the order of the classes; of two labels the library gives the chance of its second alone. */
function chancesByRow(chances: readonly number[], codes: readonly number[], classes: number): number[][] {
  const width = codes.length === 2 ? 1 : codes.length
  return Array.from({ length: chances.length / width }, (_, row) => {
    const found = chances.slice(row * width, (row + 1) * width)
    const ofLabels = width === 1 ? [1 - found[0], found[0]] : found
    const all = new Array<number>(classes).fill(0)
    codes.forEach((code, index) => (all[code] = ofLabels[index]))
    return all
  })
}

function predictValues(Learner: Learner, columns: Columns, values: Float64Array, train: Int32Array): readonly number[] {
  const { center, scale } = scalingOf(Float64Array.from(train, (row) => values[row]))
  const label = Array.from(train, (row) => (values[row] - center) / scale)
  return grow(new Learner(LABEL, 'REGRESSION'), { ...columns.train, [LABEL]: label }, (model) =>
    model.predict(columns.test).map((value) => center + scale * value),
  )
}

function grow<T>(
  learner: InstanceType<Learner>,
  columns: Parameters<InstanceType<Learner>['train']>[0],
  use: (model: YdfModel) => T,
): T {
  let model: YdfModel | undefined
  try {
    model = learner.train(columns)
    return use(model)
  } catch (cause) {
    throw notGrown(cause)
  } finally {
    model?.unload()
  }
}

function notGrown(cause: unknown): HoldoutError {
  const words = cause instanceof Error ? cause.message : String(cause)
  return new HoldoutError('training/reference-failed', `The tree library could not grow trees: ${firstLine(words)}`, {
    cause,
    hint: 'Leave forest and boosting out of `references`.',
  })
}

function firstLine(text: string): string {
  return text.split('\n')[0].trim()
}
