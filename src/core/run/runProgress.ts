import { isDone } from './runState.ts'
import type { CandidateState, FitState, RunState } from './runState.ts'

/** How far one candidate has come. */
export interface CandidateProgress {
  readonly name: string
  readonly status: CandidateState['status']
  readonly fitsDone: number
  readonly fitsFailed: number
  /** 0 while unknown. */
  readonly fits: number
  /** Epoch of the fit that has come least far among those training. */
  readonly epoch: number
  readonly epochs: number
  /** 0 to 1. */
  readonly fraction: number
  /** From the speed measured so far; absent while there is none or nothing is left. */
  readonly remainingMs?: number
}

/** How far the run has come. */
export interface RunProgress {
  readonly fitsDone: number
  readonly fits: number
  readonly fraction: number
  readonly remainingMs?: number
  readonly candidates: readonly CandidateProgress[]
}

/** Progress of a run and its candidates, with the time left at the speed measured so far. */
export function runProgress(state: RunState): RunProgress {
  const candidates = state.candidates.map((candidate) => candidateProgress(candidate, state.atMs))
  const fraction = state.status === 'ended' ? 1 : runFraction(state, candidates)
  return {
    fitsDone: state.finishedFits + state.divergedFits,
    fits: state.plannedFits,
    fraction,
    ...remaining(fraction, state.atMs, state.status === 'running'),
    candidates,
  }
}

function candidateProgress(candidate: CandidateState, atMs: number): CandidateProgress {
  const { name, status, epochs, plannedFits, finishedFits, divergedFits, startedAtMs } = candidate
  const fraction = candidateFraction(candidate)
  return {
    name,
    status,
    fitsDone: finishedFits + divergedFits,
    fitsFailed: divergedFits,
    fits: plannedFits,
    epoch: slowestEpoch(candidate),
    epochs,
    fraction,
    ...remaining(fraction, atMs - (startedAtMs ?? atMs), status === 'running'),
  }
}

function candidateFraction({ status, fits, plannedFits, epochs }: CandidateState): number {
  if (status === 'done') return 1
  if (plannedFits === 0) return 0
  let done = 0
  for (const fit of fits.values()) done += isDone(fit) ? 1 : fit.epoch / epochs
  return Math.min(1, done / plannedFits)
}

/** Candidates weigh by their epochs; those of which nothing is known yet are taken to have as many fits as the others. */
function runFraction(state: RunState, candidates: readonly CandidateProgress[]): number {
  const total = candidates.reduce((sum, { epochs }) => sum + epochs, 0)
  if (total === 0) return 0
  return candidates.reduce((sum, { fraction, epochs }) => sum + fraction * epochs, 0) / total
}

function slowestEpoch({ fits, epochs, status }: CandidateState): number {
  if (status === 'done') return epochs
  const running = [...fits.values()].filter((fit: FitState) => !isDone(fit))
  if (running.length === 0) return 0
  return running.reduce((least, { epoch }) => Math.min(least, epoch), epochs)
}

/** Below this share of the work the first epochs, which compile, would pass for the usual speed. */
const SETTLED_FRACTION = 0.01

function remaining(fraction: number, elapsedMs: number, isRunning: boolean): { remainingMs?: number } {
  if (!isRunning || fraction < SETTLED_FRACTION || fraction >= 1 || elapsedMs <= 0) return {}
  return { remainingMs: (elapsedMs * (1 - fraction)) / fraction }
}
