import { writeCsv } from '../../../core/csv/csvWriter.ts'
import type { CsvCell } from '../../../core/csv/csvWriter.ts'
import type { FitDocument, RunDocument } from '../../../core/run/runDocument.ts'

const PLACE = ['model', 'repeat', 'fold', 'outer'] as const

/** Scores of every fit as CSV, one line each: where it stood (from 1), how it ended, then every score by name. */
export function scoresCsv({ models }: RunDocument): string {
  const fits = models.flatMap((model) => model.fitResults.map((fit) => ({ name: model.name, fit })))
  const names = [...new Set(fits.flatMap(({ fit }) => Object.keys(fit.scores ?? {})))]
  const header = [...PLACE, 'status', 'epochs', 'seconds', ...names]
  const lines = fits.map(({ name, fit }) => [
    ...placeOf(name, fit),
    fit.status,
    fit.epochs,
    fit.seconds,
    ...names.map((score) => fit.scores?.[score]),
  ])
  return writeCsv(header, lines)
}

/** Histories of every fit as CSV, one line for each epoch (from 1); the document must hold them. */
export function historiesCsv({ models }: RunDocument): string {
  const fits = models.flatMap((model) => model.fitResults.map((fit) => ({ name: model.name, fit })))
  const names = [...new Set(fits.flatMap(({ fit }) => Object.keys(fit.history ?? {})))]
  const lines = fits.flatMap(({ name, fit }) => {
    const { history = {} } = fit
    const epochs = Math.max(0, ...Object.values(history).map(({ length }) => length))
    return Array.from({ length: epochs }, (_, epoch) => [
      ...placeOf(name, fit),
      epoch + 1,
      ...names.map((series) => (Object.hasOwn(history, series) ? history[series][epoch] : undefined)),
    ])
  })
  return writeCsv([...PLACE, 'epoch', ...names], lines)
}

/** As people count: from 1. */
function placeOf(name: string, { repeat, fold, outer }: FitDocument): CsvCell[] {
  return [name, repeat + 1, fold + 1, outer === undefined ? undefined : outer + 1]
}
