import type { Task } from '../dataset/table.ts'
import type { FitDocument, ModelDocument } from './runDocument.ts'

const WHERE = {
  binary: 'a class has no row among them',
  multiclass: 'a class has no row among them',
  regression: 'all have the same target',
} as const satisfies Record<Task, string>

/**
 * Where a score of a model is undefined: `undefined on the held-out rows of 2 of 3 folds, as where …`.
 * Absent where every fold that came to its end has it.
 */
export function undefinedWords({ fitResults }: ModelDocument, metric: string, task: Task): string | undefined {
  const fits = outerFits(fitResults)
  const without = fits.filter(({ scores }) => scores?.[metric] === null).length
  if (without === 0) return undefined
  const folds = without === fits.length ? 'every fold' : `${without} of ${fits.length} folds`
  return `undefined on the held-out rows of ${folds}, as where ${WHERE[task]}`
}

/** Finished fits on the outermost splits. */
export function outerFits(fits: readonly FitDocument[]): readonly FitDocument[] {
  return fits.filter(({ outer, status }) => outer === undefined && status === 'finished')
}
