import type { ModelDocument, RunDocument } from '../../core/run/runDocument.ts'
import { plainText } from '../plainText.ts'

/** Folds that the scores of a run leave out because the score is undefined on their rows, for stderr. Empty where none. */
export function noScoreLines({ models, primaryMetric, nested, end }: RunDocument): string {
  const lines = models.flatMap((model) => modelLine(model, primaryMetric))
  if (nested && end.kind === 'finished') lines.push(...nestedLine(nested, models))
  return lines.map((line) => `${line}\n`).join('')
}

function modelLine({ name, fitResults }: ModelDocument, metric: string): readonly string[] {
  const fits = outerFits(fitResults)
  const without = fits.filter(({ scores }) => scores?.[metric] === null).length
  if (without === 0) return []
  const folds = without === fits.length ? 'every fold' : `${String(without)} of ${String(fits.length)} folds`
  return [
    `${plainText(name)}: ${metric} is undefined on the held-out rows of ${folds}, as where they are all of one class, and its score leaves them out.`,
  ]
}

function nestedLine(
  { choose, choices }: NonNullable<RunDocument['nested']>,
  models: readonly ModelDocument[],
): readonly string[] {
  const places = new Set(
    models.flatMap(({ fitResults }) =>
      outerFits(fitResults).map(({ repeat, fold }) => `${String(repeat)}/${String(fold)}`),
    ),
  )
  const without = places.size - choices.length
  if (without <= 0) return []
  return [
    `Nested estimate: nothing could be chosen in ${String(without)} of ${String(places.size)} outer folds, as no model has ${choose} on the inner folds; it leaves them out.`,
  ]
}

function outerFits(fits: ModelDocument['fitResults']): ModelDocument['fitResults'] {
  return fits.filter(({ outer, status }) => outer === undefined && status === 'finished')
}
