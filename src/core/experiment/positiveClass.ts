import type { Task } from '../dataset/table.ts'
import { didYouMean } from './file/didYouMean.ts'
import type { ExperimentFile } from './file/experimentFile.ts'
import type { Problem } from './file/problem.ts'

/**
 * The class that precision, recall, F1 and average precision of a binary task are about unless the experiment names one:
 * the rarer of the two, the second where both have as many rows or counts are unknown.
 */
export function positiveClassOf(
  task: Task,
  classes: readonly string[],
  classCounts: readonly number[] = [],
): string | undefined {
  if (task !== 'binary' || classes.length !== 2) return undefined
  const [first, second] = classCounts
  return first < second ? classes[0] : classes[1]
}

/** The label that a file means by `positiveClass`. */
export function labelOf(positiveClass: ExperimentFile['positiveClass']): string | undefined {
  return positiveClass === undefined ? undefined : String(positiveClass)
}

/** What is wrong with the `positiveClass` of an experiment. */
export function positiveProblems(
  { positiveClass }: Pick<ExperimentFile, 'positiveClass'>,
  task: Task,
  classes: readonly string[],
): readonly Problem[] {
  const label = labelOf(positiveClass)
  if (label === undefined) return []
  const code = 'experiment/invalid'
  const at = ['positiveClass']
  if (task !== 'binary') {
    const message = `positiveClass: only a binary task has a positive class, and this one is ${task}`
    return [{ code, at, message, hint: 'Remove `positiveClass`.' }]
  }
  if (classes.length !== 2 || classes.includes(label)) return []
  const message = `positiveClass: expected one of the classes ${classes.join(', ')}, received ${JSON.stringify(label)}`
  const meant = didYouMean(label, classes)
  const hint = meant === undefined ? `Use ${classes.join(' or ')}.` : `Did you mean \`${meant}\`?`
  return [{ code, at, message, hint }]
}
