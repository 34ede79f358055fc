/** What a run found out, as tidy tables: one observation a row, so that pandas, polars and R read them in one line. */
import { DEFAULT_SETTINGS, diagnose } from '../../../core/diagnostics/diagnose.ts'
import { diagnosisJson } from '../../../core/diagnostics/diagnosisJson.ts'
import { metricOrPlain } from '../../../core/metrics/primaryMetric.ts'
import { isDone } from '../../../core/run/runState.ts'
import { checkedFit } from '../../diagnostics/checkedFit.ts'
import type { FitDocument, RunDocument } from '../../../core/run/runDocument.ts'
import type { ExportSource } from '../exportSource.ts'
import { aboutClass } from '../../../core/diagnostics/aboutClass.ts'
import { heldOutOfCandidate } from './heldOutOfCandidate.ts'
import type { TidyCell, TidyColumn, TidyTable } from './tidyTable.ts'

const text = (name: string): TidyColumn => ({ name, type: 'text' })
const integer = (name: string): TidyColumn => ({ name, type: 'integer' })
const number = (name: string): TidyColumn => ({ name, type: 'number' })

const CANDIDATE = [text('run'), integer('candidate'), text('model')]
const FIT = [...CANDIDATE, integer('repeat'), integer('fold'), integer('outer')]

/** Scores, histories, predictions and diagnostics of a run, or of the candidate that was named. */
export function resultTables(source: ExportSource): readonly TidyTable[] {
  return [scores(source), histories(source), predictions(source), diagnostics(source)]
}

function scores(source: ExportSource): TidyTable {
  const rows = eachFit(source).flatMap(({ place, fit }) =>
    Object.entries(fit.scores ?? { none: null }).map(([metric, value]) => [...place, fit.status, metric, value]),
  )
  return { name: 'scores', columns: [...FIT, text('status'), text('metric'), number('value')], rows }
}

function histories(source: ExportSource): TidyTable {
  function* rows(): Generator<readonly TidyCell[]> {
    for (const { place, fit } of eachFit(source))
      for (const [series, values] of Object.entries(fit.history ?? {}))
        for (const [epoch, value] of values.entries()) yield [...place, epoch + 1, series, value]
  }
  return { name: 'histories', columns: [...FIT, integer('epoch'), text('series'), number('value')], rows: rows() }
}

/** Of classes one line for each class of each row, with its probability. */
function predictions(source: ExportSource): TidyTable {
  const isRegression = source.document.task === 'regression'
  const own = isRegression
    ? [number('actual'), number('predicted')]
    : [text('actual'), text('predicted'), text('class'), number('probability')]
  const columns = [...CANDIDATE, integer('repeat'), integer('fold'), integer('row'), ...own]
  return { name: 'predictions', columns, rows: predictionRows(source) }
}

function* predictionRows(source: ExportSource): Generator<readonly TidyCell[]> {
  for (const { position, candidate } of eachCandidate(source)) {
    const { fits, classes, width } = heldOutOfCandidate(source, position)
    for (const { repeat, fold, rows, truth, values } of fits)
      for (const [index, row] of rows.entries()) {
        const place = [...candidate, repeat + 1, fold + 1, (source.table.source?.[row] ?? row) + 1]
        if (classes.length === 0) yield [...place, truth[index], values[index]]
        else yield* classRows(place, { classes, truth: truth[index], own: probabilities(values, index, width) })
      }
  }
}

function probabilities(values: Float64Array, index: number, width: number): readonly number[] {
  if (width === 1) return [1 - values[index], values[index]]
  return [...values.subarray(index * width, (index + 1) * width)]
}

function* classRows(
  place: readonly TidyCell[],
  {
    classes,
    truth,
    own,
  }: { readonly classes: readonly string[]; readonly truth: number; readonly own: readonly number[] },
): Generator<readonly TidyCell[]> {
  const likeliest = classes[own.indexOf(Math.max(...own))]
  for (const [code, label] of classes.entries()) yield [...place, classes[truth], likeliest, label, own[code]]
}

/** Every number and text of every diagnostic, under the path that `diagnose --json` has it at. */
function diagnostics(source: ExportSource): TidyTable {
  const { table, document } = source
  const rows = eachCandidate(source).flatMap(({ position, candidate }) => {
    const heldOut = aboutClass(heldOutOfCandidate(source, position), document.positiveClass)
    const fits = [...source.state.candidates[position].fits.values()]
      .filter((fit) => isDone(fit) && fit.key.outer === undefined)
      .map(checkedFit)
    const ranking = metricOrPlain(document.primaryMetric)
    const diagnosis = diagnose({ heldOut, settings: DEFAULT_SETTINGS, table, fits, ranking })
    const { name } = document.models[position]
    const about = { run: document.run, candidate: name, number: position + 1, task: document.task }
    const written = diagnosisJson({ ...about, threshold: null, positiveClass: null }, diagnosis, [])
    return Object.entries(written['diagnostics'] as Record<string, unknown>).flatMap(([id, value]) =>
      leaves(value, []).map(([path, leaf]) => {
        const isNumber = typeof leaf === 'number'
        return [...candidate, id, path.join('.'), isNumber ? leaf : null, isNumber ? null : String(leaf)]
      }),
    )
  })
  const columns = [...CANDIDATE, text('diagnostic'), text('path'), number('value'), text('text')]
  return { name: 'diagnostics', columns, rows }
}

type Leaf = readonly [path: readonly string[], value: string | number | boolean]

function leaves(value: unknown, path: readonly string[]): readonly Leaf[] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]))
}

function eachCandidate({ document, candidate: chosen }: ExportSource) {
  return document.models.flatMap((model, position) =>
    chosen === undefined || chosen === position
      ? [{ model, position, candidate: [document.run, position + 1, model.name] satisfies TidyCell[] }]
      : [],
  )
}

function eachFit(source: ExportSource): readonly { readonly place: readonly TidyCell[]; readonly fit: FitDocument }[] {
  return eachCandidate(source).flatMap(({ model, candidate }) =>
    model.fitResults.map((fit) => ({ place: [...candidate, ...placeOf(fit)], fit })),
  )
}

/** As people count: from 1. */
function placeOf({ repeat, fold, outer }: RunDocument['models'][number]['fitResults'][number]): readonly TidyCell[] {
  return [repeat + 1, fold + 1, outer === undefined ? null : outer + 1]
}
