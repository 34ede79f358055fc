import { expect, test } from 'vitest'
import type { RunHeader, RunUpdate } from '../../contract/runs.ts'
import { applyRunEvents } from '../../core/run/applyRunEvent.ts'
import type { FitKey, RunEnd, RunEvent } from '../../core/run/runEvent.ts'
import { historyOf, initialRunState } from '../../core/run/runState.ts'
import type { RunState } from '../../core/run/runState.ts'
import { runStream } from './runStream.ts'
import type { RunSource } from './runStream.ts'
import { strideFor } from './thinEvents.ts'

const FOLDS = 10

/** A run whose events are sent by hand. */
class ToldRun implements RunSource {
  status: RunSource['status'] = 'running'
  state: RunState
  end: RunEnd | undefined
  readonly header: RunHeader
  #listener: ((events: readonly RunEvent[]) => void) | undefined

  constructor(epochs: number) {
    const stride = strideFor(epochs)
    this.state = initialRunState([{ name: 'A', epochs }])
    this.header = {
      stride,
      candidates: [{ name: 'A', model: 'A', hyperparameters: {}, parameters: 1, epochs: Math.ceil(epochs / stride) }],
    } as unknown as RunHeader
  }

  get isHeard(): boolean {
    return this.#listener !== undefined
  }

  listen(onChange: (events: readonly RunEvent[]) => void): () => void {
    this.#listener = onChange
    return () => (this.#listener = undefined)
  }

  tell(...events: RunEvent[]): void {
    this.state = applyRunEvents(this.state, events)
    this.end = this.state.end
    this.#listener?.(events)
  }
}

const fits = Array.from({ length: FOLDS }, (_, fold): FitKey => ({ candidate: 0, repeat: 0, fold }))
const loss = (fold: number, epoch: number): number => 1 / (1 + epoch + fold)

function started(epochs: number): RunEvent[] {
  const threads = { intraOp: 1, interOp: 1 }
  const backend = { name: 'cpu', version: '1', program: 'eager', threads } as const
  return [
    { kind: 'started', backend, fits: FOLDS, atMs: 0 },
    { kind: 'candidatesStarted', candidates: [0], fits: FOLDS, epochs, atMs: 0 },
  ]
}

function epochsEvent(fromEpoch: number, count: number): RunEvent {
  const values = fits.map(({ fold }) => Array.from({ length: count }, (_, index) => loss(fold, fromEpoch + index)))
  return { kind: 'epochs', fits, fromEpoch, values: { loss: values }, atMs: fromEpoch }
}

function finished(fold: number, epochs: number): RunEvent {
  const preparation = { trainRows: 1, testRows: 1, unseenCategories: 0, imputedCells: 0, fingerprint: 'x' }
  return {
    kind: 'fitFinished',
    fit: fits[fold],
    history: { loss: Array.from({ length: epochs }, (_, epoch) => loss(fold, epoch)) },
    scores: { accuracy: 0.5 },
    predictions: { rows: [1, 2, 3], values: [0, 1, 0] },
    preparation,
    epochs,
    steps: 1,
    seconds: 1,
    atMs: epochs,
  }
}

const noWait = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function read(run: RunSource, onUpdate: (update: RunUpdate) => void = () => undefined): Promise<RunUpdate[]> {
  const updates: RunUpdate[] = []
  for await (const update of runStream(run, { wait: noWait })) {
    updates.push(update)
    onUpdate(update)
  }
  return updates
}

function folded(run: ToldRun, updates: readonly RunUpdate[]): RunState {
  const events = updates.flatMap((update) => (update.kind === 'events' ? update.events : []))
  return applyRunEvents(initialRunState(run.header.candidates), events)
}

const lossOf = (state: RunState, fold: number) => historyOf(state.candidates[0].fits.get(`0/${fold}`)!)['loss']

test('whoever comes late folds the same state as whoever saw it all', async () => {
  const run = new ToldRun(100)
  run.tell(...started(100), epochsEvent(0, 60), finished(0, 100), { kind: 'notice', message: 'hot', atMs: 1 })
  const reading = read(run)
  await noWait()
  run.tell(epochsEvent(60, 40), ...fits.slice(1).map(({ fold }) => finished(fold, 100)))
  run.tell({ kind: 'ended', end: { kind: 'finished' }, atMs: 200 })
  const updates = await reading
  const state = folded(run, updates)
  expect(updates.at(0)?.kind).toBe('begin')
  expect(updates.at(-1)).toMatchObject({ kind: 'end', end: { kind: 'finished' } })
  expect(state.notices).toEqual(['hot'])
  expect([state.finishedFits, state.plannedFits]).toEqual([FOLDS, FOLDS])
  for (const { fold } of fits) expect(lossOf(state, fold)).toEqual(lossOf(run.state, fold))
})

test('long histories are thinned alike, whether they come live or late', async () => {
  const epochs = 5000
  const run = new ToldRun(epochs)
  run.tell(...started(epochs), epochsEvent(0, 1001))
  const reading = read(run)
  await noWait()
  for (const from of [1001, 2002, 3003, 4004]) run.tell(epochsEvent(from, Math.min(1001, epochs - from)))
  run.tell({ kind: 'ended', end: { kind: 'stopped' }, atMs: 1 })
  const live = folded(run, await reading)
  const late = folded(run, await read(run))
  const every = run.header.stride
  expect(every).toBe(3)
  expect(lossOf(live, 4)).toHaveLength(Math.ceil(epochs / every))
  expect(lossOf(live, 4)).toEqual(Array.from({ length: 1667 }, (_, index) => loss(4, index * every)))
  expect(lossOf(late, 4)).toEqual(lossOf(live, 4))
})

test('no message is large and none carries predictions', async () => {
  const run = new ToldRun(2000)
  run.tell(...started(2000), ...fits.map(({ fold }) => finished(fold, 2000)))
  run.tell({ kind: 'ended', end: { kind: 'finished' }, atMs: 1 })
  const updates = await read(run)
  const sizes = updates.map((update) => JSON.stringify(update).length)
  expect(Math.max(...sizes)).toBeLessThan(20_000 * 25)
  expect(JSON.stringify(updates)).not.toContain('"rows":[1,2,3]')
})

test('who leaves is no longer told', async () => {
  const run = new ToldRun(10)
  run.tell(...started(10))
  const stream = runStream(run, { wait: noWait })
  await stream.next()
  expect(run.isHeard).toBe(true)
  await stream.return()
  expect(run.isHeard).toBe(false)
})

test('a signal ends a stream that waits', async () => {
  const run = new ToldRun(10)
  run.tell(...started(10))
  const stop = new AbortController()
  const reading = (async () => {
    for await (const update of runStream(run, { wait: noWait, signal: stop.signal }))
      expect(update.kind).not.toBe('end')
  })()
  await noWait()
  stop.abort()
  await reading
  expect(run.isHeard).toBe(false)
})
