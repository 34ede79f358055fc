import { dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import type { Lab } from '../lab/lab.ts'

/** What is to become of a run under way. `pause`: it goes on from its checkpoint at the next start. */
export type QuitAnswer = 'finish' | 'pause' | 'stop' | 'stay'

const ANSWERS: readonly QuitAnswer[] = ['finish', 'pause', 'stop', 'stay']

/** Asks what is to become of the run under way before the app goes. */
export async function askBeforeQuitting(window: BrowserWindow): Promise<QuitAnswer> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'A run is under way.',
    detail: 'Finished fits are kept whatever you choose.',
    buttons: ['Quit when it has finished', 'Pause it and quit', 'Stop it and quit', 'Do not quit'],
    defaultId: 1,
    cancelId: 3,
    noLink: true,
  })
  return ANSWERS[response] ?? 'stay'
}

/** Does what was answered; resolves once the app may go. A pause needs nothing: shutting down keeps the checkpoints. */
export async function settleRuns({ runs }: Lab, answer: 'finish' | 'pause' | 'stop'): Promise<void> {
  if (answer === 'pause') return
  if (answer === 'stop') for (const { runId } of runs.queue()) runs.stop(runId)
  await runs.idle()
}
