import { HoldoutError } from '../../../core/errors.ts'
import type { Analysis } from './analyseCsv.ts'
import { csvTableSql } from './csvTable.ts'
import { withDuckDb } from './duckDatabase.ts'

/** Cells of some columns as they are in the file, for the rows that fit. @throws HoldoutError `dataset/no-such-column` */
export async function readTexts(
  { inspection, csv }: Analysis,
  names: readonly string[],
  folder: string,
  signal?: AbortSignal,
): Promise<Map<string, string[]>> {
  const texts = new Map<string, string[]>(names.map((name) => [name, []]))
  const fields = [...texts.keys()].map((name) => {
    const column = inspection.columns.find((one) => one.name === name)
    if (!column)
      throw noSuchColumn(
        name,
        inspection.columns.map((one) => one.name),
      )
    return column.field
  })
  if (fields.length === 0) return texts
  const all = [...texts.values()]
  const cells = fields.map((field) => `coalesce(c${String(field)}, '')`)
  const duck = { tempFolder: folder, files: [csv.path], isWide: csv.fields > 300, ...(signal && { signal }) }
  await withDuckDb(duck, async (connection) => {
    const result = await connection.stream(`SELECT ${cells.join(', ')} FROM ${csvTableSql(csv)}`)
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
      for (const [at, column] of all.entries())
        for (const cell of chunk.getColumnValues(at)) column.push(typeof cell === 'string' ? cell.trim() : '')
  })
  return texts
}

function noSuchColumn(name: string, names: readonly string[]): HoldoutError {
  return new HoldoutError('dataset/no-such-column', `There is no column ${JSON.stringify(name)} to copy.`, {
    hint: `The columns are ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}.`,
  })
}
