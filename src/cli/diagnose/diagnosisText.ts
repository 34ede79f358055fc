import type { CandidateDiagnosis } from '../../contract/diagnostics.ts'
import type { DiagnosticSection } from '../../core/diagnostics/diagnostic.ts'
import { DIAGNOSTICS_BY_ID, visitResults } from '../../core/diagnostics/diagnosticsById.ts'
import { checkCoded } from '../../core/diagnostics/checks/checkTable.ts'
import { numberText } from '../../core/figures/numberText.ts'
import { plainText } from '../plainText.ts'
import { textTable } from '../textTable.ts'

/** A diagnosis for a terminal: every section with its tables and notes. */
export function diagnosisText(diagnosis: CandidateDiagnosis): string {
  const { results, unavailable, missing } = diagnosis
  const left = missing.map(
    ({ repeat, fold, reason }) =>
      `Repeat ${String(repeat + 1)}, fold ${String(fold + 1)} is left out: ${reason === 'diverged' ? 'it diverged' : 'its predictions are not numbers'}.`,
  )
  const without = unavailable.map(({ id, reason }) => `${DIAGNOSTICS_BY_ID[id].section.title}: ${reason}`)
  const parts = [
    heading(diagnosis),
    ...visitResults(results, ({ section }, result) => sectionText(section, result)),
    checksText(diagnosis),
    left.join('\n'),
    without.join('\n'),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function checksText({ checks }: CandidateDiagnosis): string {
  if (checks.length === 0) return 'Checks\nNone of the checks found anything.'
  const shown = checks.filter(({ silenced }) => silenced === undefined)
  const lines = shown.flatMap(({ code, severity, title, evidence }) => {
    const numbers = Object.entries(evidence).map(([name, value]) => `${name} ${String(value)}`)
    return [
      `${code}  ${severity}  ${title}.`,
      `       ${plainText(numbers.join(', '))}. ${checkCoded(code)?.advice ?? ''}`,
    ]
  })
  const silent = checks.length - shown.length
  return ['Checks', ...lines, ...(silent > 0 ? [`${String(silent)} silenced.`] : [])].join('\n')
}

function heading({
  name,
  runId,
  fits,
  repeats,
  threshold,
  positiveClass,
  storedThreshold,
}: CandidateDiagnosis): string {
  const folds = `${String(fits)} held-out fold${fits === 1 ? '' : 's'}${repeats > 1 ? ` of ${String(repeats)} repeats` : ''}`
  const at =
    threshold === undefined
      ? ''
      : ` ${plainText(positiveClass ?? '')} from a probability of ${numberText(threshold)}${storedThreshold?.threshold === threshold ? ' (stored)' : ''}.`
  return `${plainText(name)}, run ${runId}: ${folds}.${at}`
}

function sectionText<Result>(section: DiagnosticSection<Result>, result: Result): string {
  const tables = section.tables(result).filter(({ rows }) => rows.length > 0)
  if (tables.length === 0) return ''
  const notes = section.notes?.(result) ?? []
  const text = tables.map(({ head, rows }) => {
    const right = new Set(head.map((_, column) => column).slice(1))
    return textTable(
      head.map(plainText),
      rows.map((row) => row.map(plainText)),
      right,
    ).trimEnd()
  })
  return [section.title, ...text, ...notes.map((note) => plainText(note))].join('\n')
}
