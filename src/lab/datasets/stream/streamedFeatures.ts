import type { AssignedColumn } from '../../../core/dataset/assignRoles.ts'
import type { DatasetColumn, Inspection } from '../../../core/dataset/inspection.ts'
import type { TableColumn } from '../../../core/dataset/table.ts'
import { datasetWarnings } from '../../../core/diagnostics/import/datasetWarnings.ts'
import type { Analysis } from '../read/analyseCsv.ts'
import { absentColumn } from '../read/absentColumn.ts'
import type { FeatureBlock, WantedColumn } from '../read/featureBlock.ts'
import { columnTokens, ownChoice } from '../read/planFields.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { styleRequest } from '../types/styleRequest.ts'
import type { ParsedCells, ParsedField } from './rowParser.ts'
import { streamRows } from './streamRows.ts'
import type { StreamedRows, StreamRequest } from './streamMessages.ts'

/** A file whose beginning was read, and what is wanted of all its rows. */
export interface StreamSource {
  /** Of the beginning. */
  readonly analysis: Analysis
  readonly choices: DatasetChoices
  readonly wanted: readonly WantedColumn[]
  readonly target?: AssignedColumn
  /** Columns copied through as text. */
  readonly texts: readonly DatasetColumn[]
  readonly signal?: AbortSignal
}

/** The rows of a file, and what was found out of it; to be asked after the last row. */
export interface StreamedFeatures {
  blocks(count: number): AsyncGenerator<FeatureBlock, void>
  readonly inspection: () => Inspection
}

/**
 * Reads a file as its beginning was read, where what is wanted of it leaves nothing to be found out from the whole of it: numbers in the
 * plain style by the model's own word, and categories.
 * @returns `undefined` where it takes more than that
 */
export function streamedFeatures(source: StreamSource): StreamedFeatures | undefined {
  const { analysis, choices, wanted, target, texts, signal } = source
  const features = wanted.flatMap(({ fitted, from }) =>
    from ? [fieldOf(from, source, fitted.kind !== 'number' || fitted.fill !== null)] : [],
  )
  const own = [...features, ...(target ? [fieldOf(target, source, true)] : [])]
  const fields = own.filter((field) => field !== undefined)
  if (fields.length < own.length) return undefined
  const plain = { missing: [], mayBeMissing: true }
  const all = [...fields, ...texts.map(({ field }): ParsedField => ({ field, as: 'text', ...plain }))]
  const isWanted = new Set(all.map(({ field }) => field))
  const columns = analysis.plans.filter(({ field }) => isWanted.has(field))
  let inspection = analysis.inspection
  return {
    inspection: () => inspection,
    async *blocks(size) {
      const request: StreamRequest = { plan: analysis.plan, fields: all, size, choices, columns }
      const stream = streamRows(request, signal)
      try {
        let next = await stream.next()
        for (; next.done !== true; next = await stream.next()) yield blockOf(next.value, source)
        inspection = wholeInspection(inspection, next.value)
      } finally {
        await stream.return({ rows: 0, ledger: [] })
      }
    },
  }
}

/** How the cells of a column are read; `undefined` where that is not known for all of them. */
function fieldOf(
  { column: { field, name }, kind }: AssignedColumn,
  { analysis, choices }: StreamSource,
  mayBeMissing: boolean,
): ParsedField | undefined {
  const plan = analysis.plans.find((one) => one.field === field)
  if (!plan) return undefined
  const tokens = columnTokens(name, choices)
  if (kind === 'category') {
    const isWords = (plan.type === 'category' || plan.type === 'text') && ownChoice(choices, name)?.type === plan.type
    if (!isWords || plan.labels !== undefined) return undefined
    return { field, as: 'category', missing: tokens.word, mayBeMissing }
  }
  const { decimal, thousands = '' } = styleRequest(choices, name)
  const isPlain = plan.style === undefined && plan.isOdd !== true && plan.missingNumbers.length === 0
  const isKnown = ownChoice(choices, name)?.type === 'number' && decimal === '.' && thousands === ''
  if (plan.type !== 'number' || !isPlain || !isKnown) return undefined
  return { field, as: 'number', missing: tokens.value, mayBeMissing }
}

function blockOf({ rows, cells, lines, share }: StreamedRows, { wanted, target }: StreamSource): FeatureBlock {
  let at = 0
  const features = wanted.map(({ fitted: { name, kind }, from }) =>
    from ? tableColumn(name, cells[at++]) : absentColumn(name, kind === 'number', rows),
  )
  const actual = target && tableColumn(target.column.name, cells[at++])
  return {
    table: { rows, features },
    ...(actual && { target: actual }),
    rows: Array.from(lines, (line, index) => ({ line, index })),
    share,
    copied: cells.slice(at).map((one) => (one.as === 'text' ? one.texts : [])),
  }
}

function tableColumn(name: string, cells: ParsedCells): TableColumn {
  switch (cells.as) {
    case 'number':
      return { kind: 'number', name, values: cells.values }
    case 'category':
      return { kind: 'category', name, codes: cells.codes, levels: cells.levels }
    case 'text':
      throw new TypeError(`${name} was read as text`)
  }
}

/** Counts of the beginning give way to those of the whole; what only a profile of every column shows is not known. */
function wholeInspection(
  { sample: _sample, ...beginning }: Inspection,
  { rows, ledger }: { readonly rows: number; readonly ledger: Inspection['ledger'] },
): Inspection {
  const whole = { ...beginning, rows, ledger, duplicateRows: 0 }
  return { ...whole, warnings: datasetWarnings({ ...whole, columns: [] }) }
}
