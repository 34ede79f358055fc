import { csvLine } from '../../core/csv/csvWriter.ts'
import type { CsvCell } from '../../core/csv/csvWriter.ts'
import type { CellNotice } from '../../core/model/noticedCells.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'
import { predictedCode } from './predictedCode.ts'
import type { PredictedRange } from './predictedRange.ts'
import type { PredictedShape } from './predictCsv.ts'
import type { PredictedRow } from './predictedRow.ts'

/** Which columns are written beside row, line, prediction and why a row has none. */
export interface PredictedColumns {
  readonly range?: PredictedRange
  /** How far passes of Monte Carlo dropout spread. */
  readonly hasSpread?: boolean
  /** Of classes: the probability of each. */
  readonly hasProbabilities?: boolean
  /** A column that names the cells of each row that are not as in training. */
  readonly hasWarnings?: boolean
}

/**
 * Predictions as CSV, line by line: row (from 1) and line of the file, the columns copied through, the target where the file has it and
 * it was asked for, the prediction (of two classes at the threshold that was stored with the model), for classes the probability of
 * each, the range and the spread if they are asked for, warnings if asked for, and why a row has no prediction, where any has none.
 */
export class PredictedCsv {
  readonly #model: Pick<SavedModel, 'task' | 'classes' | 'threshold' | 'positiveClass'>
  readonly #shape: PredictedShape
  readonly #columns: PredictedColumns
  readonly #labels: readonly string[]
  #row = 0

  constructor(
    model: Pick<SavedModel, 'task' | 'classes' | 'threshold' | 'positiveClass'>,
    shape: PredictedShape,
    columns: PredictedColumns = {},
  ) {
    const { hasProbabilities = true } = columns
    this.#model = model
    this.#shape = shape
    this.#columns = columns
    this.#labels = model.task === 'regression' || !hasProbabilities ? [] : model.classes
  }

  /** The first line, with its newline. */
  get header(): string {
    const { copied, hasTarget, hasProblems } = this.#shape
    const { range, hasSpread = false, hasWarnings = false } = this.#columns
    return `${csvLine([
      'row',
      'line',
      ...copied,
      ...(hasTarget ? ['actual'] : []),
      'predicted',
      ...this.#labels.map((label) => `P(${label})`),
      ...(range?.header ?? []),
      ...(hasSpread ? ['spread'] : []),
      ...(hasWarnings ? ['warning'] : []),
      ...(hasProblems ? ['problem'] : []),
    ])}\n`
  }

  /** The lines of the next rows, each with its newline. */
  lines(rows: readonly PredictedRow[]): string {
    return rows.map((row) => `${csvLine(this.#cells(row))}\n`).join('')
  }

  #cells(row: PredictedRow): CsvCell[] {
    const { hasTarget, hasProblems } = this.#shape
    const { range, hasSpread = false, hasWarnings = false } = this.#columns
    const { value } = row
    return [
      ++this.#row,
      row.line,
      ...row.copied,
      ...(hasTarget ? [row.actual] : []),
      ...this.#predicted(value),
      ...(range ? (value === undefined ? range.header.map(() => null) : range.cells(value)) : []),
      ...(hasSpread ? [row.spread] : []),
      ...(hasWarnings ? [(row.notices ?? []).map(noticeText).join('; ')] : []),
      ...(hasProblems ? [row.problem] : []),
    ]
  }

  /** The class or number that is predicted, and for classes the probability of each. */
  #predicted(value: PredictedRow['value']): CsvCell[] {
    if (value === undefined) return [null, ...this.#labels.map(() => null)]
    if (this.#model.task === 'regression') return [value as number]
    const label = this.#model.classes[predictedCode(this.#model, value)]
    if (this.#labels.length === 0) return [label]
    return typeof value === 'number' ? [label, 1 - value, value] : [label, ...value]
  }
}

function noticeText({ kind, column, cell }: CellNotice): string {
  switch (kind) {
    case 'imputed':
      return `${column} is missing and filled in`
    case 'unseen':
      return `${JSON.stringify(cell)} in ${column} was not in training`
    case 'outside':
      return `${String(cell)} in ${column} is outside the training range`
  }
}
