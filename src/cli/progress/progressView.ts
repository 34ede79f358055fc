import type { RunState } from '../../core/run/runState.ts'

/** Shows on stderr how far a run has come. */
export interface ProgressView {
  show(state: RunState): void
  /** Writes a line of its own, above what is drawn anew. */
  say(line: string): void
  /** Leaves the last state standing; nothing is drawn afterwards. */
  close(): void
}
