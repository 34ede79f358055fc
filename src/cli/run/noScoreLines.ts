import type { ModelDocument, RunDocument } from '../../core/run/runDocument.ts'
import { outerFits, undefinedScores, undefinedWords } from '../../core/run/undefinedScores.ts'
import { plainText } from '../plainText.ts'

/** Folds that the scores of a run leave out because the score is undefined on their rows, for stderr. Empty where none. */
export function noScoreLines({ models, task, primaryMetric, nested, end }: RunDocument): string {
  const lines = models.flatMap((model) => {
    const found = undefinedScores(model, primaryMetric)
    return found
      ? [`${plainText(model.name)}: ${primaryMetric} is ${undefinedWords(found, task)}, and its score leaves them out.`]
      : []
  })
  if (nested && end.kind === 'finished') lines.push(...nestedLine(nested, models))
  return lines.map((line) => `${line}\n`).join('')
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
