import type { Task } from '../dataset/table.ts'
import type { FitDocument, ModelDocument } from './runDocument.ts'

const WHERE = {
  binary: 'a class has no row among them',
  multiclass: 'a class has no row among them',
  regression: 'all have the same target',
} as const satisfies Record<Task, string>

/** Folds in which a score is undefined on the held-out rows. */
export interface UndefinedScores {
  readonly without: number
  readonly of: number
}

/** Absent where every fold that came to its end has the score. */
export function undefinedScores({ fitResults }: ModelDocument, metric: string): UndefinedScores | undefined {
  const fits = outerFits(fitResults)
  const without = fits.filter(({ scores }) => scores?.[metric] === null).length
  return without === 0 ? undefined : { without, of: fits.length }
}

/** `undefined on the held-out rows of 2 of 3 folds, as where …`. */
export function undefinedWords({ without, of }: UndefinedScores, task: Task): string {
  const folds = without === of ? 'every fold' : `${without} of ${of} folds`
  return `undefined on the held-out rows of ${folds}, as where ${WHERE[task]}`
}

/** Finished fits on the outermost splits. */
export function outerFits(fits: readonly FitDocument[]): readonly FitDocument[] {
  return fits.filter(({ outer, status }) => outer === undefined && status === 'finished')
}
