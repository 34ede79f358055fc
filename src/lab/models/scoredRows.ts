import type { Scores } from '../../core/metrics/scores.ts'
import { scoreBinary } from '../../core/metrics/scoreBinary.ts'
import { scoreMulticlass } from '../../core/metrics/scoreMulticlass.ts'
import { scoreRegression } from '../../core/metrics/scoreRegression.ts'
import type { Predictions } from '../../core/model/predictions.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'
import type { Actuals } from './actualsOf.ts'
import { predictedCode } from './predictedCode.ts'

/** Rows by true class (outer) and predicted class, by their codes. */
export type ScoredCounts = readonly (readonly number[])[]

/** How well the rows were predicted that have both a prediction and a target. */
export interface Scored {
  readonly scores: Scores
  readonly scoredRows: number
  /** Of classes. */
  readonly confusion?: ScoredCounts
}

/** Gathers the rows that have a prediction and a target, and scores them. */
export class ScoredRows {
  readonly #model: Pick<SavedModel, 'task' | 'classes' | 'threshold' | 'positiveClass'>
  readonly #actual: number[] = []
  readonly #predicted: Predictions['values'][number][] = []
  readonly #counts: number[][]

  constructor(model: Pick<SavedModel, 'task' | 'classes' | 'threshold' | 'positiveClass'>) {
    this.#model = model
    this.#counts = model.classes.map(() => model.classes.map(() => 0))
  }

  /** `rows[i]` is the place of `values[i]` among the targets. */
  add(rows: Int32Array, values: Predictions['values'], { codes }: Actuals): void {
    for (const [at, row] of rows.entries()) {
      const actual = codes[row]
      if (Number.isNaN(actual)) continue
      this.#actual.push(actual)
      this.#predicted.push(values[at])
      if (this.#counts.length > 0) this.#counts[actual][predictedCode(this.#model, values[at])] += 1
    }
  }

  /** Absent where no row has a target that the model knows. */
  get result(): Scored | undefined {
    if (this.#actual.length === 0) return undefined
    const scores = scoresOf(this.#model, this.#actual, this.#predicted as Predictions['values'])
    const confusion = this.#counts.length > 0 && { confusion: this.#counts }
    return { scores, scoredRows: this.#actual.length, ...confusion }
  }
}

function scoresOf(
  { task, classes, positiveClass }: Pick<SavedModel, 'task' | 'classes' | 'positiveClass'>,
  actual: readonly number[],
  predicted: Predictions['values'],
): Scores {
  switch (task) {
    case 'binary':
      return scoreBinary(actual, predicted as readonly number[], undefined, {
        positive: positiveClass === classes[0] ? 0 : 1,
      })
    case 'multiclass':
      return scoreMulticlass(Int32Array.from(actual), predicted as readonly (readonly number[])[])
    case 'regression':
      return scoreRegression(actual, predicted as readonly number[])
  }
}
