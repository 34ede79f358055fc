import { HoldoutError } from '../../../core/errors.ts'
import { csvLine } from '../../../core/csv/csvWriter.ts'
import type { CsvCell } from '../../../core/csv/csvWriter.ts'
import type { Table, TableColumn } from '../../../core/dataset/table.ts'
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

/** The table as it was trained on: rows in order, plain numbers, an empty cell where one is missing. */
function tableCsv(table: Table, task: ExportSource['document']['task']): string {
  const target = encodeTarget(table, task)
  const columns: readonly (readonly [string, (row: number) => CsvCell])[] = [
    ...table.features.map((column) => [column.name, cellOf(column)] as const),
    [table.target.name, (row) => (target.labels ? target.classes[target.labels[row]] : target.values?.[row])],
    ...(table.groups ? [[GROUP_COLUMN, (row: number) => table.groups?.[row]] as const] : []),
    ...(table.weights ? [[WEIGHT_COLUMN, (row: number) => table.weights?.[row]] as const] : []),
  ]
  const lines = [csvLine(columns.map(([name]) => name))]
  for (let row = 0; row < table.rows; row++) lines.push(csvLine(columns.map(([, cell]) => cell(row))))
  return `${lines.join('\n')}\n`
}

function cellOf(column: TableColumn): (row: number) => CsvCell {
  if (column.kind === 'number') return (row) => column.values[row]
  return (row) => (column.codes[row] < 0 ? '' : column.levels[column.codes[row]])
}
