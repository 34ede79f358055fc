import type { FitDocument, ModelDocument, RunDocument } from '../../core/run/runDocument.ts'
import { plainText } from '../plainText.ts'

/** Fits that are named one by one; of more, the report has the rest. */
const MOST_NAMED = 12

/** Which fits diverged, for stderr: by model and fold, with epoch and learning rate. Empty where none did. */
export function divergedLines({ models }: RunDocument): string {
  return models
    .filter(({ failed }) => failed > 0)
    .map((model) => `${modelLine(model)}\n`)
    .join('')
}

function modelLine({ name, failed, fits, fitResults }: ModelDocument): string {
  const diverged = fitResults.filter(({ status }) => status === 'diverged')
  const named = diverged.slice(0, MOST_NAMED).map(fitWords)
  if (diverged.length > MOST_NAMED) named.push(`and ${String(diverged.length - MOST_NAMED)} more`)
  const count = `${String(failed)} of ${String(fits)} fits diverged and are not in its score`
  return `${plainText(name)}: ${count}: ${named.join('; ')}.`
}

function fitWords({ repeat, fold, outer, diverged }: FitDocument): string {
  const place = `${repeat > 0 ? `repeat ${String(repeat + 1)} ` : ''}fold ${String(fold + 1)}`
  const inner = outer === undefined ? '' : ` inside outer fold ${String(outer + 1)}`
  if (!diverged) return place + inner
  return `${place}${inner} at epoch ${String(diverged.epoch)} (learning rate ${String(diverged.learningRate)})`
}
