import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BackendInfo, FitKey, RunEvent } from '../run/runEvent.ts'
import { ShardMerger } from './mergeShards.ts'
import type { Merged } from './mergeShards.ts'
import type { ShardMessage } from './shardMessage.ts'
import { readShardMessage } from './shardMessageSchema.ts'

const BACKEND: BackendInfo = {
  name: 'tensorflow',
  version: '2.0.0',
  program: 'compiled',
  threads: { intraOp: 1, interOp: 1 },
  engine: 2,
  instructions: 'AVX2',
}
const key = (candidate: number, fold: number): FitKey => ({ candidate, repeat: 0, fold })
const FINAL = { candidate: 0, repeat: 0, fold: -1 }
/** Shard 2 has the points of the learning curve of the fits of shard 0, shard 3 the final model. */
const SHARDS = [
  [[key(0, 0), key(0, 1)]],
  [[key(1, 0), key(1, 1)]],
  [
    [
      { ...key(0, 0), fraction: 0.5 },
      { ...key(0, 1), fraction: 0.5 },
    ],
  ],
  [[FINAL]],
]
const preparation = { trainRows: 1, testRows: 1, unseenCategories: 0, imputedCells: 0, fingerprint: 'f' }

function finished(fit: FitKey): RunEvent {
  const predictions = { rows: [fit.fold], values: [0.5] }
  const rest = { history: { loss: [NaN] }, scores: { accuracy: null }, predictions, preparation }
  return { kind: 'fitFinished', fit, ...rest, epochs: 1, steps: 1, seconds: 1, atMs: 5 }
}

function point(fit: FitKey): RunEvent {
  return { kind: 'fitExplained', fit, explanation: { learning: [{ fraction: 0.5, trainRows: 1 }] }, atMs: 5 }
}

const started: RunEvent = { kind: 'started', backend: BACKEND, fits: 4, atMs: 0 }
const events = (...all: readonly RunEvent[]): ShardMessage => ({ kind: 'events', events: all })
const begun = (startedAt: number): ShardMessage => ({
  kind: 'attempt',
  attempt: { node: 'n', processor: 'p', startedAt },
})

/** Everything that two attempts at each shard may report; the second repeats the first. */
const FILES: readonly { readonly shard: number; readonly messages: readonly ShardMessage[] }[] = [0, 1].flatMap(() => [
  { shard: 0, messages: [begun(1), events(started), events(finished(key(0, 0))), events(finished(key(0, 1)))] },
  { shard: 1, messages: [begun(1), events(started, finished(key(1, 0)), finished(key(1, 1)))] },
  { shard: 2, messages: [begun(1), events(started), events(point(key(0, 0)), point(key(0, 1)))] },
  {
    shard: 3,
    messages: [
      begun(1),
      events(started),
      { kind: 'model', candidate: 0, text: '{}' },
      events({ kind: 'finalModel', candidate: 0, file: '/elsewhere/model-0.json', atMs: 9 }),
    ],
  },
])

function merger(finishedBefore: readonly FitKey[] = [], elapsedMs = 1e9): ShardMerger {
  return new ShardMerger({ shards: SHARDS, finished: finishedBefore, elapsedMs: () => elapsedMs })
}

describe('merging what shards report', () => {
  it('comes to each fit once, in any order of files, and explains no fit before its end', () => {
    const turns = fc.shuffledSubarray(
      FILES.flatMap(({ messages }, file) => messages.map(() => file)),
      { minLength: FILES.flatMap(({ messages }) => messages).length },
    )
    fc.assert(
      fc.property(turns, (order) => {
        const merging = merger()
        const at = FILES.map(() => 0)
        const merged = order.map((file): Merged => {
          const message = FILES[file].messages[at[file]++]
          expect(readShardMessage(message)).toBeDefined()
          return merging.take(FILES[file].shard, String(file), message)
        })
        const told = merged.flatMap((one) => one.events)
        const names = told.map((event) =>
          [event.kind, 'fit' in event && `${event.fit.candidate}/${event.fit.fold}`].join(' '),
        )
        expect(names.toSorted()).toEqual(
          ['finalModel ', ...['0/0', '0/1', '1/0', '1/1'].map((name) => `fitFinished ${name}`), 'started ']
            .concat(['fitExplained 0/0', 'fitExplained 0/1'])
            .map((name) => (name.endsWith(' ') ? `${name}false` : name))
            .toSorted(),
        )
        for (const fold of ['0/0', '0/1'])
          expect(names.indexOf(`fitFinished ${fold}`)).toBeLessThan(names.indexOf(`fitExplained ${fold}`))
        expect(merged.flatMap(({ models }) => models)).toEqual([{ candidate: 0, text: '{}' }])
        expect(SHARDS.map((_, shard) => merging.openFits(shard))).toEqual([0, 0, 0, 0])
      }),
    )
  })

  it('leaves out what was finished before, and fits of other shards', () => {
    const merging = merger([key(0, 0)])
    expect(merging.take(0, 'a', events(finished(key(0, 0)), finished(key(1, 1)))).events).toEqual([])
    expect(merging.openFits(0)).toBe(1)
    expect(merging.openFits(1)).toBe(2)
  })

  it('uses nothing of an attempt that computed in another way, and says so', () => {
    const merging = merger()
    merging.take(0, 'a', events(started))
    const other = { ...started, backend: { ...BACKEND, instructions: 'SSE41' } }
    const { events: told } = merging.take(1, 'b', events(other, finished(key(1, 0))))
    expect(told).toMatchObject([
      { kind: 'notice', message: expect.stringContaining('AVX2 before, SSE41 there') as string },
    ])
  })

  it('places attempts in time by the clocks of the place, bounded by our own', () => {
    const merging = merger([], 100_000)
    const at = (shard: number, attempt: string) =>
      merging.take(shard, attempt, events({ kind: 'notice', message: attempt, atMs: 7 })).events[0].atMs
    merging.take(0, 'first', begun(50_000))
    merging.take(1, 'later', begun(60_000))
    merging.take(1, 'clock behind', begun(1000))
    merging.take(1, 'clock ahead', begun(1e12))
    expect(at(0, 'first')).toBe(7)
    expect(at(1, 'later')).toBe(10_007)
    expect(at(1, 'clock behind')).toBe(7)
    expect(at(1, 'clock ahead')).toBe(100_000)
  })

  it('knows how the newest attempt of a shard ended', () => {
    const merging = merger()
    merging.take(0, 'a', events({ kind: 'ended', end: { kind: 'stopped' }, atMs: 1 }))
    expect(merging.endOf(0)).toEqual({ kind: 'stopped' })
    merging.take(0, 'b', begun(2))
    expect(merging.endOf(0)).toBeUndefined()
  })
})

describe('a message of another machine', () => {
  it('may hold every part of what is known of a fit', () => {
    const dependence = [{ name: 'x', grid: [1, 2], values: [0.1, 0.2], individual: [[0.1, 0.2]] }]
    const message = { kind: 'events', events: [{ ...finished(key(0, 0)), explanation: { dependence } }] }
    expect(readShardMessage(message)).toBe(message)
  })

  it.each([
    ['of an unknown kind', { kind: 'command', run: 'x' }],
    ['with an event that no shard may report', events({ kind: 'referencesPlanned', references: [], atMs: 0 })],
    ['with a fit that has no fold', { kind: 'events', events: [{ ...finished(key(0, 0)), fit: { candidate: 0 } }] }],
    ['with text for numbers', { kind: 'events', events: [{ ...finished(key(0, 0)), history: { loss: ['1'] } }] }],
    [
      'with rows and values of different lengths',
      { kind: 'events', events: [{ ...finished(key(0, 0)), predictions: { rows: [1], values: [] } }] },
    ],
    ['with more than it should have', { kind: 'model', candidate: 0, text: '', path: '../x' }],
  ])('%s is none', (_, message) => {
    expect(readShardMessage(message)).toBeUndefined()
  })
})
