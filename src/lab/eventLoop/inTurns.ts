import { setImmediate as nextTurn } from 'node:timers/promises'

/** Runs steps to their end, each on a turn of the event loop of its own, so that others have theirs. */
export async function inTurns<T>(steps: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await nextTurn()
  }
}
