import { HoldoutError } from '../../../core/errors.ts'
import { csvLine } from '../../../core/csv/csvWriter.ts'
import type { CsvCell } from '../../../core/csv/csvWriter.ts'
import type { Table, TableColumn } from '../../../core/dataset/table.ts'
import { partsOfTable } from '../../../core/dataset/tableOnDemand.ts'
import { joinArrays } from '../../../core/joinArrays.ts'
import { encodeTarget } from '../../../core/preprocessing/encodeTarget.ts'
import { outermostOf } from '../../../core/split/outermostOf.ts'
import { makeSplits } from '../../../core/split/makeSplits.ts'
import type { Split } from '../../../core/split/split.ts'
import { splitRowsOf } from '../../../core/split/splitRowsOf.ts'
import type { ExportSource } from '../exportSource.ts'
import type { Parity } from '../parity.ts'
import { GROUP_COLUMN, scriptCells, WEIGHT_COLUMN } from './experimentScript.ts'
import { firstWeights } from './firstWeights.ts'

/** A run as a program: its cells, the files that they read, and the proof that its folds are those of the run. */
export interface WrittenScript {
  readonly cells: readonly string[]
  readonly files: readonly (readonly [string, string | Uint8Array])[]
  readonly parity: Parity
}

const LINES_A_PART = 10_000

/** Writes the program of a run. @throws HoldoutError `export/not-equal` where its folds are not those of the run. */
export function writeScript(source: ExportSource): WrittenScript {
  const { stored, table, document } = source
  const { experiment } = stored.context
  const splits = runSplits(source)
  const cells = scriptCells({ runId: stored.row.id, version: document.environment.holdout, experiment, table })
  return {
    cells,
    files: [
      ['data.csv', tableCsv(table, experiment.task)],
      ['first-weights.npz', firstWeights(source, splits[0])],
    ],
    parity: sameFolds(source, splits),
  }
}

/** The outermost splits, by the rules of scikit-learn that the script uses. */
function runSplits({ stored, table }: ExportSource): readonly Split[] {
  const { validation, seed, task } = stored.job
  const rows = splitRowsOf(table, encodeTarget(table, task))
  return makeSplits(outermostOf(validation), rows, seed)
}

/** Compares the held-out rows of every stored fit with those of the script, row by row. */
function sameFolds({ state, table }: ExportSource, splits: readonly Split[]): Parity {
  const byPlace = new Map(splits.map((split) => [`${String(split.repeat)}/${String(split.fold)}`, split]))
  for (const { key, predictions } of state.candidates.flatMap(({ fits }) => [...fits.values()])) {
    if (key.outer !== undefined || !predictions) continue
    const test = byPlace.get(`${String(key.repeat)}/${String(key.fold)}`)?.test ?? new Int32Array(0)
    const isSame = test.length === predictions.rows.length && test.every((row, i) => row === predictions.rows[i])
    if (!isSame) throw otherFolds(key.repeat, key.fold)
  }
  return { rows: table.rows, maxDifference: 0, runtime: 'held-out rows of every fold, index for index', tolerance: 0 }
}

function otherFolds(repeat: number, fold: number): HoldoutError {
  return new HoldoutError(
    'export/not-equal',
    `Fold ${String(fold + 1)} of repeat ${String(repeat + 1)} of the script holds out other rows than the run did.`,
    { hint: 'Run the experiment again with this version of Holdout, then export that run.' },
  )
}

/** The table as it was trained on, in UTF-8: rows in order, plain numbers, an empty cell where one is missing. */
function tableCsv(table: Table, task: ExportSource['document']['task']): Uint8Array {
  const { labels, values, classes } = encodeTarget(table, task)
  const { groups, weights } = table
  const others: readonly (readonly [string, (row: number) => CsvCell])[] = [
    [table.target.name, (row) => (labels ? classes[labels[row]] : values?.[row])],
    ...(groups ? [[GROUP_COLUMN, (row: number) => groups[row]] as const] : []),
    ...(weights ? [[WEIGHT_COLUMN, (row: number) => weights[row]] as const] : []),
  ]
  const encoder = new TextEncoder()
  const names = [...table.features.map(({ name }) => name), ...others.map(([name]) => name)]
  // In parts: a text of millions of rows is longer than a string may be.
  const parts = [encoder.encode(`${csvLine(names)}\n`)]
  for (const { from, rows, features } of partsOfTable(table)) {
    const cells = features.map(cellOf)
    for (let first = 0; first < rows; first += LINES_A_PART) {
      const count = Math.min(LINES_A_PART, rows - first)
      const lines = Array.from({ length: count }, (_, i) =>
        csvLine([...cells.map((cell) => cell(first + i)), ...others.map(([, cell]) => cell(from + first + i))]),
      )
      parts.push(encoder.encode(`${lines.join('\n')}\n`))
    }
  }
  return joinArrays(Uint8Array, parts)
}

function cellOf(column: TableColumn): (row: number) => CsvCell {
  if (column.kind === 'number') {
    const { values } = column
    return (row) => values[row]
  }
  const { codes, levels } = column
  return (row) => (codes[row] < 0 ? '' : levels[codes[row]])
}
