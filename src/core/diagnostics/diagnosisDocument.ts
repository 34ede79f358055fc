import type { Figure, FigureSeries } from '../figures/figure.ts'
import type { CheckFinding } from './checks/check.ts'
import type { SectionTable } from './diagnostic.ts'
import type { Named } from './drawing.ts'
import type { DiagnosticId, DiagnosticResults } from './diagnosticTable.ts'
import { DIAGNOSTIC_IDS, DIAGNOSTICS_BY_ID } from './diagnosticsById.ts'
import type { Diagnosis } from './diagnose.ts'

/** One part of a report: a diagnostic of all candidates shown. */
export interface DiagnosisSection {
  readonly id: DiagnosticId
  readonly title: string
  readonly howToRead: string
  readonly figures: readonly Figure[]
  /** What the candidates come to together; absent in documents of earlier versions. */
  readonly together?: readonly SectionTable[]
  readonly candidates: readonly {
    readonly name: string
    readonly tables: readonly SectionTable[]
    readonly notes: readonly string[]
  }[]
}

/** The diagnoses of a run as a report carries them: figures of few points, tables as text, no single predictions. */
export interface DiagnosisDocument {
  readonly sections: readonly DiagnosisSection[]
  readonly candidates: readonly {
    readonly name: string
    /** Of a binary task; absent otherwise. */
    readonly threshold?: number
    readonly isThresholdStored?: boolean
    readonly checks: readonly CheckFinding[]
    /** What could not be shown, and why. */
    readonly unavailable: readonly string[]
  }[]
}

/** One candidate of {@link diagnosisDocument}. */
export interface DiagnosedForReport {
  readonly name: string
  readonly diagnosis: Diagnosis
  readonly checks: readonly CheckFinding[]
  readonly threshold?: number
  readonly isThresholdStored?: boolean
}

/** Points of one series, and thin lines of one figure, that a report carries. */
const MOST_POINTS = 160
const MOST_THIN_LINES = 12
const DIGITS = 4

/** Brings the diagnoses of a run's candidates together, one section for each diagnostic. */
export function diagnosisDocument(candidates: readonly DiagnosedForReport[]): DiagnosisDocument {
  const named = candidates.map(({ name, diagnosis }) => ({ name, results: diagnosis.results }))
  const sections = DIAGNOSTIC_IDS.flatMap((id) => sectionOf(id, named))
  return {
    sections,
    candidates: candidates.map(({ name, diagnosis, checks, threshold, isThresholdStored }) => ({
      name,
      ...(threshold !== undefined && { threshold, isThresholdStored: isThresholdStored === true }),
      checks,
      unavailable: [
        ...new Set([
          // What a run did not ask for is no gap in its report.
          ...diagnosis.unavailable
            .filter(({ id }) => DIAGNOSTICS_BY_ID[id].needs === 'predictions')
            .map(({ reason }) => reason),
          ...diagnosis.missing.map(
            ({ repeat, fold, reason }) =>
              `Repeat ${String(repeat + 1)}, fold ${String(fold + 1)} is left out: ${reason === 'diverged' ? 'it diverged' : 'its predictions are not numbers'}.`,
          ),
        ]),
      ],
    })),
  }
}

/** Results of a candidate; the type lets a diagnostic be looked up by its own id. */
interface NamedResults<Id extends DiagnosticId> {
  readonly name: string
  readonly results: { readonly [Key in Id]?: DiagnosticResults[Key] }
}

function sectionOf<Id extends DiagnosticId>(id: Id, candidates: readonly NamedResults<Id>[]): DiagnosisSection[] {
  const row = DIAGNOSTICS_BY_ID[id]
  const named = candidates.flatMap(({ name, results }): Named<DiagnosticResults[Id]>[] => {
    const result = results[id]
    return result === undefined ? [] : [{ name, result }]
  })
  if (named.length === 0) return []
  const shown = named.map(({ name, result }) => ({
    name,
    tables: row.section.tables(result).filter(({ rows }) => rows.length > 0),
    notes: row.section.notes?.(result) ?? [],
  }))
  const figures = (row.drawing?.figures(named) ?? []).map(thinned)
  if (figures.length === 0 && shown.every(({ tables }) => tables.length === 0)) return []
  const { title, howToRead } = row.section
  const together = named.length > 1 ? (row.section.together?.(named) ?? []).filter(({ rows }) => rows.length > 0) : []
  return [{ id, title, howToRead, figures, ...(together.length > 0 && { together }), candidates: shown }]
}

function thinned(figure: Figure): Figure {
  let thin = 0
  const series = figure.series.filter(({ role }) => role !== 'thin' || thin++ < MOST_THIN_LINES)
  return { ...figure, series: series.map(fewPoints) }
}

function fewPoints(series: FigureSeries): FigureSeries {
  const count = series.x.length
  const { rows: _, ...drawn } = series
  const kept =
    count <= MOST_POINTS
      ? [...series.x.keys()]
      : Array.from({ length: MOST_POINTS }, (__, i) => Math.round((i * (count - 1)) / (MOST_POINTS - 1)))
  const pick = (values: readonly number[]): number[] => kept.map((i) => Number(values[i].toPrecision(DIGITS)))
  return {
    ...drawn,
    x: pick(series.x),
    y: pick(series.y),
    ...(series.low && { low: pick(series.low) }),
    ...(series.high && { high: pick(series.high) }),
    ...(series.notes && { notes: kept.map((i) => series.notes?.[i] ?? '') }),
  }
}
