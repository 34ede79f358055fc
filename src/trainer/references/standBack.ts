import { constants, getPriority, setPriority } from 'node:os'

/**
 * Lowers the priority of this process while the networks of the run train. Returns what gives it its first priority back.
 *
 * Not the lowest one: beside busy programs a process of that priority hardly runs at all. A system may refuse either
 * change; then the process goes on as it is. On Linux, priorities are those of threads.
 * @param first the priority before, which a thread started since has not
 */
export function standBack(first = getPriority()): () => void {
  const lowered = Math.max(first, constants.priority.PRIORITY_BELOW_NORMAL)
  attempt(() => setPriority(lowered))
  return () => attempt(() => setPriority(first))
}

function attempt(change: () => void): void {
  try {
    change()
  } catch {
    // Nothing depends on it.
  }
}
