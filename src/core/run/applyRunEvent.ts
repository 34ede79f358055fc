import { FINAL_FOLD } from './fitStream.ts'
import { joinExplanations } from '../diagnostics/explanation.ts'
import { assertNever } from '../errors.ts'
import { applyReferenceEvent, interruptedReference } from './applyReferenceEvent.ts'
import type { FitKey, History, RunEvent } from './runEvent.ts'
import { fitId, isDone } from './runState.ts'
import { withShard } from './shardState.ts'
import type { CandidateState, FitState, RunState } from './runState.ts'
import { extendSeries, seriesOf } from './series.ts'
import type { Series } from './series.ts'

/**
 * The state after one more event: the one place where events become state, for host, database, command line and screen.
 *
 * Pure, and cheap for what does not change: an event copies the candidates and fits it speaks of and shares the rest.
 * Events of a fit that is done already (a replay) change nothing.
 */
export function applyRunEvent(state: RunState, event: RunEvent): RunState {
  return { ...changed(state, event), atMs: Math.max(state.atMs, event.atMs) }
}

/** The state after these events, in order. */
export function applyRunEvents(state: RunState, events: readonly RunEvent[]): RunState {
  return events.reduce(applyRunEvent, state)
}

function changed(state: RunState, event: RunEvent): RunState {
  switch (event.kind) {
    case 'started':
      return start(state, event)
    case 'candidatesStarted':
      return startCandidates(state, event)
    case 'epochs':
      return addEpochs(state, event)
    case 'fitFinished':
      return endFit(state, event.fit, finishedFit(event))
    case 'fitDiverged':
      return endFit(state, event.fit, divergedFit(event))
    case 'fitExplained':
      return explainFit(state, event)
    case 'referencesPlanned':
    case 'referenceStarted':
    case 'referenceEnded':
      return { ...state, references: applyReferenceEvent(state.references, event) }
    case 'optimism':
      return { ...state, optimism: event.estimate }
    case 'shard':
      return { ...state, shards: withShard(state.shards, event) }
    case 'notice':
      return state.notices.includes(event.message) ? state : { ...state, notices: [...state.notices, event.message] }
    case 'finalModel':
      return changeCandidate(state, event.candidate, (candidate) => ({ ...candidate, finalModel: event.file }))
    case 'ended':
      return { ...state, status: 'ended', end: event.end, references: state.references.map(interruptedReference) }
    default:
      return assertNever(event)
  }
}

/** Every candidate has the same splits, and so an equal share of the fits. */
function start(state: RunState, { backend, fits }: Extract<RunEvent, { kind: 'started' }>): RunState {
  const plannedFits = Math.round(fits / Math.max(1, state.candidates.length))
  const candidates = state.candidates.map((candidate) => withStatus({ ...candidate, plannedFits }))
  return { ...state, status: 'running', backend, plannedFits: fits, candidates, end: undefined }
}

function startCandidates(state: RunState, event: Extract<RunEvent, { kind: 'candidatesStarted' }>): RunState {
  return event.candidates.reduce(
    (before, index) =>
      changeCandidate(before, index, (candidate) => ({
        ...candidate,
        // Final models come after the last fit and are none of them.
        status: candidate.status === 'done' ? 'done' : 'running',
        epochs: event.epochs,
        startedAtMs: candidate.startedAtMs ?? event.atMs,
      })),
    state,
  )
}

function addEpochs(state: RunState, event: Extract<RunEvent, { kind: 'epochs' }>): RunState {
  const fitsOf = new Map<number, Map<string, FitState>>()
  event.fits.forEach((key, position) => {
    const candidate = state.candidates[key.candidate] as CandidateState | undefined
    if (!candidate || isFinalModel(key)) return
    const fits = fitsOf.get(key.candidate) ?? new Map(candidate.fits)
    fitsOf.set(key.candidate, fits)
    const fit = fits.get(fitId(key)) ?? newFit(key)
    if (!isDone(fit)) fits.set(fitId(key), withEpochs(fit, event, position))
  })
  const candidates = state.candidates.slice()
  for (const [index, fits] of fitsOf) candidates[index] = { ...candidates[index], fits }
  return { ...state, candidates }
}

function withEpochs(fit: FitState, event: Extract<RunEvent, { kind: 'epochs' }>, position: number): FitState {
  const history: Record<string, Series> = { ...fit.history }
  let epoch = fit.epoch
  for (const [metric, ofFits] of Object.entries(event.values)) {
    const values = ofFits[position]
    history[metric] = extendSeries(fit.history[metric], event.fromEpoch, values)
    epoch = Math.max(epoch, event.fromEpoch + values.length)
  }
  return { ...fit, history, epoch }
}

function endFit(state: RunState, key: FitKey, ended: FitState): RunState {
  const known = (state.candidates[key.candidate] as CandidateState | undefined)?.fits.get(fitId(key))
  if (known && isDone(known)) return state
  const finished = ended.status === 'finished' ? 1 : 0
  const after = changeCandidate(state, key.candidate, (candidate) => withEndedFit(candidate, ended, finished))
  return {
    ...after,
    finishedFits: state.finishedFits + finished,
    divergedFits: state.divergedFits + 1 - finished,
  }
}

function explainFit(state: RunState, { fit: key, explanation }: Extract<RunEvent, { kind: 'fitExplained' }>): RunState {
  const id = fitId(key)
  return changeCandidate(state, key.candidate, (candidate) => {
    const known = candidate.fits.get(id)
    if (!known) return candidate
    const explained = { ...known, explanation: joinExplanations(known.explanation, explanation) }
    return { ...candidate, fits: new Map(candidate.fits).set(id, explained) }
  })
}

function withEndedFit(candidate: CandidateState, fit: FitState, finished: number): CandidateState {
  return withStatus({
    ...candidate,
    fits: new Map(candidate.fits).set(fitId(fit.key), fit),
    finishedFits: candidate.finishedFits + finished,
    divergedFits: candidate.divergedFits + 1 - finished,
  })
}

function withStatus(candidate: CandidateState): CandidateState {
  const { plannedFits, finishedFits, divergedFits } = candidate
  return plannedFits > 0 && finishedFits + divergedFits >= plannedFits ? { ...candidate, status: 'done' } : candidate
}

function finishedFit(event: Extract<RunEvent, { kind: 'fitFinished' }>): FitState {
  const { fit, history, scores, predictions, preparation, epochs, steps, seconds, bestEpoch, explanation } = event
  return {
    key: fit,
    status: 'finished',
    epoch: epochs,
    history: seriesOfHistory(history),
    scores,
    predictions,
    preparation,
    steps,
    seconds,
    ...(bestEpoch !== undefined && { bestEpoch }),
    ...(explanation && { explanation }),
  }
}

function divergedFit(event: Extract<RunEvent, { kind: 'fitDiverged' }>): FitState {
  const { fit, history, preparation, diverged, steps, seconds } = event
  return {
    key: fit,
    status: 'diverged',
    epoch: diverged.epoch,
    history: seriesOfHistory(history),
    preparation,
    diverged,
    steps,
    seconds,
  }
}

function newFit(key: FitKey): FitState {
  return { key, status: 'running', epoch: 0, history: {}, steps: 0, seconds: 0 }
}

function seriesOfHistory(history: History): Record<string, Series> {
  return Object.fromEntries(Object.entries(history).map(([metric, values]) => [metric, seriesOf(values)]))
}

/** A final model is trained on all rows: it has no fold, no scores, and is reported by its own event. */
function isFinalModel({ fold }: FitKey): boolean {
  return fold === FINAL_FOLD
}

function changeCandidate(
  state: RunState,
  index: number,
  change: (candidate: CandidateState) => CandidateState,
): RunState {
  const candidate = state.candidates[index] as CandidateState | undefined
  if (!candidate) return state
  return { ...state, candidates: state.candidates.with(index, change(candidate)) }
}
