import type { Workspace } from '../../workspace/workspace.ts'

/** Candidates that an estimate rests on, those of the most similar size. */
const MOST_KNOWN = 20
/** Below this many parameters the time of a step does not hang on their number. */
const FEW_PARAMETERS = 2000

/**
 * Seconds that so many training steps of a network with so many parameters are likely to take here, from the finished runs of
 * the workspace; `null` where there are none.
 */
export function secondsFor(
  { database }: Workspace,
  { steps, parameters }: { readonly steps: number; readonly parameters: number },
): number | null {
  const wanted = parameters + FEW_PARAMETERS
  const known = database.all<{ seconds: number; steps: number; size: number }>(
    `SELECT c.seconds, c.steps, c.parameters + ${String(FEW_PARAMETERS)} AS size
     FROM candidates c JOIN runs r ON r.id = c.run
     WHERE r.status = 'finished' AND c.failed = 0 AND c.steps > 0 AND c.seconds > 0
     ORDER BY max(size, ?) * 1.0 / min(size, ?), r.startedAt DESC LIMIT ${String(MOST_KNOWN)}`,
    [wanted, wanted],
  )
  const work = known.reduce((sum, one) => sum + one.steps * one.size, 0)
  const seconds = known.reduce((sum, one) => sum + one.seconds, 0)
  return work === 0 ? null : (seconds / work) * steps * wanted
}
