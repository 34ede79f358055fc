import type { DuckDBConnection } from '@duckdb/node-api'
import type { CellCounts } from '../../../core/dataset/columnType.ts'
import type { CsvScanner } from '../../../core/csv/csvScanner.ts'
import type { FieldPlan } from '../types/columnPlan.ts'
import { countCells, countStyles } from '../types/countCells.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { parquetSql } from './duckDatabase.ts'
import { ownChoice } from './planFields.ts'
import type { Draft } from './writeDraft.ts'

/** Kinds of cells of every field, by field: known for those the draft holds as numbers, counted for the others. */
export async function countFields(
  connection: DuckDBConnection,
  draft: Draft,
  fields: readonly FieldPlan[],
  scanner: CsvScanner,
  choices: DatasetChoices,
): Promise<Map<number, CellCounts>> {
  const source = parquetSql(draft.path)
  const counts = new Map(draft.numbers)
  const words = fields.filter(({ field }) => !counts.has(field))
  const counted = await countCells(connection, source, words)
  words.forEach(({ field }, index) => counts.set(field, counted[index]))
  const doubtful = words
    .map((plan, index) => ({ plan, counts: counted[index] }))
    .filter(({ plan, counts: own }) => isDoubtful(plan, own, scanner, choices))
  const styled = await countStyles(connection, source, doubtful)
  doubtful.forEach(({ plan }, index) => counts.set(plan.field, styled[index]))
  return counts
}

/** Whether numbers or dates may be hidden behind separators: such cells are either rare among numbers or seen in the preview. */
function isDoubtful(
  { field, name }: FieldPlan,
  counts: CellCounts,
  scanner: CsvScanner,
  choices: DatasetChoices,
): boolean {
  const type = ownChoice(choices, name.name)?.type
  if (type === 'category' || type === 'text') return false
  if (choices.decimal === ',' || choices.thousands !== undefined) return true
  if (counts.other === 0) return false
  return (
    counts.number > 0 ||
    scanner.preview.some((row) => /^\s*[+-]?\d[\d.,' /\u00a0\u202f-]*([eE][+-]?\d+)?\s*$/.test(row[field] ?? ''))
  )
}
