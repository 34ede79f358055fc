import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import type { Analysis } from './analyseCsv.ts'

/** A row of a file that is to be predicted. */
export interface NewRow {
  /** Physical line on which it begins, from 1. */
  readonly line: number
  /** Its place among the rows of its block that fit; absent for one that does not. */
  readonly index?: number
  /** Why it cannot be predicted, where it cannot. */
  readonly problem?: string
}

/** All rows in the order of the file, block by block: those that fit and those that do not, with the cells of these columns that are no values. */
export class NewRows {
  readonly #analysis: Analysis
  readonly #problems: ReadonlyMap<number, string>
  readonly #reasons: ReadonlyMap<number, string>
  #rejected = 0

  /** @param columns the file's columns that are read, with the name that each has for the person */
  constructor(analysis: Analysis, columns: readonly NamedColumn[]) {
    this.#analysis = analysis
    this.#problems = cellProblems(analysis, columns)
    this.#reasons = new Map(analysis.inspection.rejected.map(({ line = 0, message }) => [line, message]))
  }

  /** Whether any row cannot be read. */
  get hasProblems(): boolean {
    return this.#problems.size > 0 || this.#analysis.rejectedLines.length > 0
  }

  /** The rows from `from` to `to` among those that fit, and those between that do not; after the last one all that are left. */
  block(from: number, to: number): NewRow[] {
    const { inspection, lines } = this.#analysis
    const rows: NewRow[] = []
    for (let index = from; index < to; index++) {
      const line = lines.lineOf(index)
      this.#addRejected(line, rows)
      const problem = this.#problems.get(line)
      rows.push({ line, index: index - from, ...(problem !== undefined && { problem }) })
    }
    if (to >= inspection.rows) this.#addRejected(Infinity, rows)
    return rows
  }

  #addRejected(before: number, rows: NewRow[]): void {
    const { rejectedLines } = this.#analysis
    for (; this.#rejected < rejectedLines.length && rejectedLines[this.#rejected] < before; this.#rejected++) {
      const line = rejectedLines[this.#rejected]
      const reason = this.#reasons.get(line) ?? 'the row has another number of fields than the header.'
      rows.push({ line, problem: withoutLine(reason) })
    }
  }
}

/** A column of a file by the name that the model has for it. */
export interface NamedColumn {
  readonly name: string
  readonly column: DatasetColumn
}

/** By line. */
function cellProblems({ lost }: Analysis, columns: readonly NamedColumn[]): Map<number, string> {
  const problems = new Map<number, string>()
  for (const { name, column } of columns) {
    const own = lost.get(column.field)
    for (const { line, cell = '' } of [...(own?.unreadable.cells ?? []), ...(own?.nonFinite.cells ?? [])]) {
      const problem = `${JSON.stringify(cell)} in ${name} is no ${column.type === 'number' ? 'number as in training' : column.type}`
      problems.set(line, problems.has(line) ? `${problems.get(line) ?? ''}; ${problem}` : problem)
    }
  }
  return problems
}

/** The line stands in a column of its own. */
function withoutLine(message: string): string {
  return message.replace(/^line \d+: /, '').replace(/\.$/, '')
}
