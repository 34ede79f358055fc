import type { ComparedReference, ComparisonTable, HistoryRow, HistoryValue } from '../../contract/history.ts'
import { plainText } from '../plainText.ts'
import { scoreLine } from '../run/scoreLine.ts'
import { textTable } from '../textTable.ts'

const LONGEST_CELL = 28

/** Candidates side by side for people: scores, what differs, and verdicts in plain words. */
export function comparisonText({ rows, differences, same, comparisons, references, notices }: ComparisonTable): string {
  const names = shortNames(rows)
  const scores = rows.map((row, index) => `${scoreLine(names[index], { ...row, ...partialOf(row) })}\n`).join('')
  const table =
    differences.length === 0
      ? 'No setting differs.\n'
      : textTable(
          ['', ...names.map(cut)],
          differences.map(({ field, values }) => [plainText(field), ...values.map(cell)]),
        )
  const nameOf = new Map(rows.map(({ id }, index) => [id, names[index]]))
  const verdicts = comparisons.map(({ first, second, headline, difference, adjustedP }) => {
    const pair = `${nameOf.get(first) ?? ''} and ${nameOf.get(second) ?? ''}`
    const words = plainText(named(headline, rows, names))
    return `${pair}: ${words} (difference ${difference.toPrecision(3)}, adjusted p = ${adjustedP.toPrecision(2)})\n`
  })
  const rest = `${String(same.length)} settings are the same.\n`
  const beside = references.map((reference) => referenceLine(reference, rows[0], nameOf))
  const heading = beside.length > 0 ? 'Reference models on the same folds:\n' : ''
  const parts = [
    scores,
    table + rest,
    verdicts.join(''),
    heading + beside.join(''),
    notices.map((notice) => `Note: ${notice}\n`).join(''),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** A reference model's score, and the verdict of the best candidate against it. */
function referenceLine(
  { name, metrics, comparison }: ComparedReference,
  { task, primaryMetric, positiveClass }: HistoryRow,
  nameOf: ReadonlyMap<string, string>,
): string {
  const metric = comparison?.metric ?? primaryMetric
  const score = scoreLine(name, { task, primaryMetric: metric, metrics, ...(positiveClass && { positiveClass }) })
  if (!comparison) return `  ${score}\n`
  const { first, second, headline, difference, adjustedP } = comparison
  const words = headline.replaceAll(first, nameOf.get(first) ?? first)
  return `  ${score}; ${nameOf.get(first) ?? first} and ${second}: ${plainText(words)} (difference ${difference.toPrecision(3)}, adjusted p = ${adjustedP.toPrecision(2)})\n`
}

/** How many folds a candidate's score rests on, where that is not all. */
function partialOf({ failed, fits, planned }: HistoryRow): { partial?: string } {
  if (failed === 0 && fits >= planned) return {}
  return {
    partial: `${String(fits - failed)} of ${String(planned)} fits${failed > 0 ? `, ${String(failed)} diverged` : ''}`,
  }
}

/** Names of candidates, with their run where that tells them apart. */
function shortNames(rows: readonly HistoryRow[]): string[] {
  const isTwice = (name: string) => rows.filter((row) => row.name === name).length > 1
  return rows.map(({ name, runId }) => plainText(isTwice(name) ? `${name} ${runId.slice(-4)}` : name))
}

/** Verdicts name candidates by id. */
function named(headline: string, rows: readonly HistoryRow[], names: readonly string[]): string {
  return rows.reduce((text, { id }, index) => text.replaceAll(id, names[index]), headline)
}

function cell(value: HistoryValue): string {
  return value === null ? '–' : cut(plainText(String(value)))
}

function cut(text: string): string {
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text
}
