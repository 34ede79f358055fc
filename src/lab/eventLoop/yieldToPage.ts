import { constants, getPriority, setPriority } from 'node:os'

/**
 * Lowers the priority of the thread that calls it, and of those it starts: where processors are short, the page draws first. On Linux
 * alone, where priorities are of threads; elsewhere the whole process would be slowed down. A system that refuses changes nothing.
 */
export function yieldToPage(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL))
  } catch {
    // Nothing depends on it.
  }
}
