import { basename } from 'node:path'
import type { FitKey, History, RunEnd, RunEvent } from '../../core/run/runEvent.ts'
import { historyOf, isDone } from '../../core/run/runState.ts'
import type { FitState, RunState } from '../../core/run/runState.ts'
import { withoutPaths } from './withoutPaths.ts'

/** Points a series may have on a screen; more cannot be distinguished there. */
export const MOST_POINTS = 2000

/** Every how many epochs a screen receives. */
export function strideFor(epochs: number): number {
  return Math.max(1, Math.ceil(epochs / MOST_POINTS))
}

/** Epochs counted in strides. */
export function thinEpochs(epochs: number, stride: number): number {
  return Math.ceil(epochs / stride)
}

/** An event as a screen needs it: every `stride`th epoch, no predictions. `undefined` where nothing is left. */
export function thinEvent(event: RunEvent, stride: number): RunEvent | undefined {
  switch (event.kind) {
    case 'epochs':
      return thinEpochsEvent(event, stride)
    case 'candidatesStarted':
      return { ...event, epochs: thinEpochs(event.epochs, stride) }
    case 'fitFinished': {
      // What models said of their folds is asked for where it is shown.
      const { explanation: _, ...rest } = event
      return {
        ...rest,
        predictions: { rows: [], values: [] },
        history: thinHistory(event.history, stride),
        epochs: thinEpochs(event.epochs, stride),
      }
    }
    case 'fitExplained':
      return undefined
    case 'referenceEnded':
      return { ...event, fits: event.fits.map((fit) => ({ ...fit, predictions: { rows: [], values: [] } })) }
    case 'fitDiverged':
      return { ...event, history: thinHistory(event.history, stride) }
    case 'finalModel':
      return { ...event, file: basename(event.file) }
    case 'ended':
      return { ...event, end: shownEnd(event.end) }
    default:
      return event
  }
}

/** An end as the page may see it: its error names no folders of this machine. */
export function shownEnd(end: RunEnd): RunEnd {
  return end.kind === 'failed' || end.kind === 'crashed' ? { ...end, error: withoutPaths(end.error) } : end
}

/** Events that make the state of a run so far out of its initial one. */
export function* eventsOfState(state: RunState): Generator<RunEvent> {
  const { atMs } = state
  if (state.backend) yield { kind: 'started', backend: state.backend, fits: state.plannedFits, atMs: 0 }
  yield* eventsOfReferences(state)
  if (state.optimism) yield { kind: 'optimism', estimate: state.optimism, atMs }
  for (const [shard, known] of state.shards.entries())
    yield { kind: 'shard', shard, of: state.shards.length, state: known, atMs }
  for (const message of state.notices) yield { kind: 'notice', message, atMs }
  for (const [index, candidate] of state.candidates.entries()) {
    const { epochs, plannedFits, startedAtMs } = candidate
    if (startedAtMs === undefined && candidate.fits.size === 0) continue
    yield { kind: 'candidatesStarted', candidates: [index], fits: plannedFits, epochs, atMs: startedAtMs ?? 0 }
    for (const fit of candidate.fits.values()) yield eventOfFit(fit, atMs)
    if (candidate.finalModel !== undefined)
      yield { kind: 'finalModel', candidate: index, file: basename(candidate.finalModel), atMs }
  }
}

function* eventsOfReferences({ references, atMs }: RunState): Generator<RunEvent> {
  if (references.length === 0) return
  yield { kind: 'referencesPlanned', references: references.map(({ kind }) => kind), atMs: 0 }
  for (const { kind: reference, status, end, fits, seconds } of references) {
    if (status === 'running') yield { kind: 'referenceStarted', reference, atMs }
    if (end) yield { kind: 'referenceEnded', reference, end, fits, seconds, atMs }
  }
}

/** Numbers in an event: what it costs to send. */
export function eventSize(event: RunEvent): number {
  if (event.kind === 'epochs') return sum(Object.values(event.values).flatMap((fits) => fits.map(lengthOf)))
  if (event.kind === 'fitFinished' || event.kind === 'fitDiverged')
    return 50 + sum(Object.values(event.history).map(lengthOf))
  return event.kind === 'referenceEnded' ? 10 + 15 * event.fits.length : 10
}

/** Events with many fits, split so that none is larger than `most` numbers where that can be done. */
export function* splitEvent(event: RunEvent, most: number): Generator<RunEvent> {
  const parts = Math.ceil(eventSize(event) / most)
  if (event.kind !== 'epochs' || parts <= 1) {
    yield event
    return
  }
  const perPart = Math.max(1, Math.floor(event.fits.length / parts))
  for (let from = 0; from < event.fits.length; from += perPart) {
    const part = <T>(list: readonly T[]): readonly T[] => list.slice(from, from + perPart)
    yield { ...event, fits: part(event.fits), values: mapValues(event.values, part) }
  }
}

function thinEpochsEvent(event: Extract<RunEvent, { kind: 'epochs' }>, stride: number): RunEvent | undefined {
  if (stride === 1) return event
  const from = Math.ceil(event.fromEpoch / stride)
  const first = from * stride - event.fromEpoch
  const values = mapValues(event.values, (fits) => fits.map((epochs) => everyNth(epochs, first, stride)))
  const isEmpty = Object.values(values).every((fits) => fits.every((epochs) => epochs.length === 0))
  return isEmpty ? undefined : { ...event, fromEpoch: from, values }
}

function thinHistory(history: History, stride: number): History {
  return stride === 1 ? history : mapValues(history, (values) => everyNth(values, 0, stride))
}

function everyNth(values: readonly number[], first: number, stride: number): readonly number[] {
  const thinned: number[] = []
  for (let index = first; index < values.length; index += stride) thinned.push(values[index])
  return thinned
}

function eventOfFit(fit: FitState, atMs: number): RunEvent {
  const { key, preparation, steps, seconds, scores, diverged, bestEpoch, epoch } = fit
  const history = historyOf(fit)
  const empty = { trainRows: 0, testRows: 0, unseenCategories: 0, imputedCells: 0, fingerprint: '' }
  if (!isDone(fit)) return runningEvent(key, history, atMs)
  if (diverged)
    return { kind: 'fitDiverged', fit: key, diverged, history, preparation: preparation ?? empty, steps, seconds, atMs }
  return {
    kind: 'fitFinished',
    fit: key,
    history,
    scores: scores ?? {},
    predictions: { rows: [], values: [] },
    preparation: preparation ?? empty,
    epochs: epoch,
    steps,
    seconds,
    ...(bestEpoch !== undefined && { bestEpoch }),
    atMs,
  }
}

function runningEvent(fit: FitKey, history: History, atMs: number): RunEvent {
  return { kind: 'epochs', fits: [fit], fromEpoch: 0, values: mapValues(history, (values) => [values]), atMs }
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}

function lengthOf({ length }: { readonly length: number }): number {
  return length
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
