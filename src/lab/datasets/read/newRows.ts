import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import type { Analysis } from './analyseCsv.ts'

/** A row of a file that is to be predicted. */
export interface NewRow {
  /** Physical line on which it begins, from 1. */
  readonly line: number
  /** Its place among the rows that fit; absent for one that does not. */
  readonly index?: number
  /** Why it cannot be predicted, where it cannot. */
  readonly problem?: string
}

/** All rows in the order of the file: those that fit and those that do not, with the cells of these columns that are no values. */
export function newRows(analysis: Analysis, columns: readonly DatasetColumn[]): NewRow[] {
  const { inspection, lines, rejectedLines } = analysis
  const problems = cellProblems(analysis, columns)
  const reasons = new Map(inspection.rejected.map(({ line, message }) => [line, message]))
  const rows: NewRow[] = []
  let rejected = 0
  const addRejected = (before: number): void => {
    for (; rejected < rejectedLines.length && rejectedLines[rejected] < before; rejected++) {
      const line = rejectedLines[rejected]
      rows.push({
        line,
        problem: withoutLine(reasons.get(line) ?? 'the row has another number of fields than the header.'),
      })
    }
  }
  for (let index = 0; index < inspection.rows; index++) {
    const line = lines.lineOf(index)
    addRejected(line)
    const problem = problems.get(line)
    rows.push({ line, index, ...(problem !== undefined && { problem }) })
  }
  addRejected(Infinity)
  return rows
}

/** By line. */
function cellProblems({ lost }: Analysis, columns: readonly DatasetColumn[]): Map<number, string> {
  const problems = new Map<number, string>()
  for (const { field, name, type } of columns) {
    const own = lost.get(field)
    for (const { line, cell = '' } of [...(own?.unreadable.cells ?? []), ...(own?.nonFinite.cells ?? [])]) {
      const problem = `${JSON.stringify(cell)} in ${name} is no ${type === 'number' ? 'number as in training' : type}`
      problems.set(line, problems.has(line) ? `${problems.get(line) ?? ''}; ${problem}` : problem)
    }
  }
  return problems
}

/** The line stands in a column of its own. */
function withoutLine(message: string): string {
  return message.replace(/^line \d+: /, '').replace(/\.$/, '')
}
