import { setTimeout as wait } from 'node:timers/promises'
import type { VerifyUpdate } from '../../contract/runs.ts'
import { runProgress } from '../../core/run/runProgress.ts'
import type { RunState } from '../../core/run/runState.ts'
import { verifyRun } from '../runs/replay/verifyRun.ts'
import type { Trainer, TrainerSession } from '../trainers/trainer.ts'
import type { Workspace } from '../workspace/workspace.ts'

export interface VerifyStreamOptions {
  readonly trainer: Trainer
  /** Ends the training when whoever asked has gone. */
  readonly signal?: AbortSignal
}

const TELL_EVERY_MS = 200

/** A run trained again: how far it is, at most five times a second, then what came of it. Whoever leaves ends the training. */
export async function* verifyStream(
  workspace: Workspace,
  runId: string,
  { trainer, signal }: VerifyStreamOptions,
): AsyncGenerator<VerifyUpdate, void> {
  const over = new AbortController()
  const leave = signal ? AbortSignal.any([signal, over.signal]) : over.signal
  let state: RunState | undefined
  let isDone = false
  const work = verifyRun(workspace, runId, {
    trainer,
    onProgress: (now) => (state = now),
    onStart: (session) => endWith(leave, session),
  }).finally(() => (isDone = true))
  const settled = work.then(() => null).catch(() => null)
  try {
    while (!isDone) {
      await Promise.race([settled, wait(TELL_EVERY_MS)])
      if (state) yield { kind: 'progress', progress: runProgress(state) }
    }
    yield { kind: 'done', verification: await work }
  } finally {
    over.abort()
  }
}

function endWith(leave: AbortSignal, session: TrainerSession): void {
  if (leave.aborted) session.kill()
  else leave.addEventListener('abort', () => session.kill(), { once: true })
}
