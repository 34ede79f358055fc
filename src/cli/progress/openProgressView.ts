import type { Terminal } from '../terminal.ts'
import { InteractiveProgress } from './interactiveProgress.ts'
import { PlainProgress } from './plainProgress.ts'
import type { ProgressView } from './progressView.ts'

/** Bars on a terminal, plain lines elsewhere. */
export function openProgressView(terminal: Terminal): ProgressView {
  return terminal.isInteractive ? new InteractiveProgress(terminal) : new PlainProgress(terminal)
}
