import type { DuckDBConnection } from '@duckdb/node-api'
import { allowedStyles } from '../../../core/dataset/chooseStyle.ts'
import type { CellCounts } from '../../../core/dataset/cellCounts.ts'
import type { CsvScanner } from '../../../core/csv/csvScanner.ts'
import { formatsOf } from '../../../core/dataset/dateStyle.ts'
import { mayBeNumber } from '../../../core/dataset/numberStyle.ts'
import type { FieldPlan } from '../types/columnPlan.ts'
import { countCells } from '../types/countCells.ts'
import { countStyles } from '../types/countStyles.ts'
import type { DoubtfulField } from '../types/countStyles.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { parquetSql } from './duckDatabase.ts'
import { ownChoice } from './planFields.ts'
import { styleRequest } from '../types/styleRequest.ts'
import type { Draft } from './draft.ts'

/** What was counted of all fields. */
export interface FieldCounts {
  /** By field. */
  readonly counts: ReadonlyMap<number, CellCounts>
  /** Fields with cells that are numbers only once signs, digits or blanks are replaced, with their number. */
  readonly odd: ReadonlyMap<number, number>
}

/** Kinds of cells of every field, by field: known for those the draft holds as numbers, counted for the others. */
export async function countFields(
  connection: DuckDBConnection,
  draft: Draft,
  scanner: CsvScanner,
  choices: DatasetChoices,
): Promise<FieldCounts> {
  const counts = new Map(draft.numbers)
  const odd = new Map<number, number>()
  for (const { path, fields } of draft.parts) {
    const source = parquetSql(path)
    const words = fields.filter(({ field }) => !draft.numbers.has(field))
    const counted = await countCells(connection, source, words)
    words.forEach(({ field }, index) => counts.set(field, counted[index]))
    const doubtful = words.flatMap((plan, index) => doubtfulField(plan, counted[index], scanner, choices) ?? [])
    const styled = await countStyles(connection, source, doubtful)
    doubtful.forEach(({ plan }, index) => {
      counts.set(plan.field, styled[index].counts)
      if (styled[index].oddCells > 0) odd.set(plan.field, styled[index].oddCells)
    })
  }
  return { counts, odd }
}

/** What is worth trying on a field: such cells are either rare among numbers or seen in the preview. */
function doubtfulField(
  plan: FieldPlan,
  counts: CellCounts,
  scanner: CsvScanner,
  choices: DatasetChoices,
): DoubtfulField | undefined {
  const own = ownChoice(choices, plan.name.name)
  if (own?.type === 'category' || own?.type === 'text' || own?.type === 'boolean') return undefined
  const cells = scanner.preview.map((row) => (row[plan.field] ?? '').trim())
  const isNumeric = own?.type === 'number' || counts.number > 0 || cells.some(mayBeNumber)
  const styles = isNumeric && own?.type !== 'date' ? allowedStyles(styleRequest(choices, plan.name.name)) : []
  const formats = own?.format === undefined ? [...new Set(cells.flatMap(formatsOf))] : [own.format]
  const hasStyles =
    styles.length > 0 &&
    (own?.type === 'number' || counts.number + counts.other + counts.leadingZero + counts.exponent > 0)
  if (!hasStyles && formats.length === 0) return undefined
  return { plan, counts, styles: hasStyles ? styles : [], formats }
}
