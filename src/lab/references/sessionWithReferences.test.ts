import { describe, expect, it } from 'vitest'
import type { ReferenceEnd, ReferenceFit, RunEnd, RunEvent } from '../../core/run/runEvent.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import type { RunEventsHandler } from '../trainers/trainer.ts'
import { startWithReferences } from './sessionWithReferences.ts'

/** A session that does what the test says. */
class Puppet {
  readonly said: string[] = []
  readonly allowed: number[] = []
  readonly ended: Promise<RunEnd>
  readonly hear: RunEventsHandler
  #end: (end: RunEnd) => void = () => undefined

  constructor(hear: RunEventsHandler) {
    this.hear = hear
    this.ended = new Promise((resolve) => (this.#end = resolve))
  }

  end(end: RunEnd): void {
    this.#end(end)
  }
  stop(): void {
    this.said.push('stop')
  }
  leave(): void {
    this.said.push('leave')
  }
  pause(): void {
    this.said.push('pause')
  }
  resume(): void {
    this.said.push('resume')
  }
  kill(): void {
    this.said.push('kill')
    this.#end({ kind: 'stopped' })
  }
  allow(seconds: number): void {
    this.allowed.push(seconds)
  }
}

const EPOCHS: RunEvent = { kind: 'epochs', fits: [], fromEpoch: 0, values: {}, atMs: 40 }
const STARTED = { kind: 'started', atMs: 7 } as RunEvent
const FINISHED: RunEnd = { kind: 'finished' }

function begin(kinds: readonly ('dummy' | 'linear')[] = ['dummy', 'linear']) {
  const events: RunEvent[] = []
  const puppets: { networks?: Puppet; references?: Puppet } = {}
  const job = { references: { kinds, hasBudget: true } } as unknown as TrainerJob
  const session = startWithReferences(job, (batch) => events.push(...batch), {
    networks: (_, hear) => (puppets.networks = new Puppet(hear)),
    references: (_, hear) => (puppets.references = new Puppet(hear)),
  })
  return { session, events, puppets }
}

function ended(reference: 'dummy' | 'linear', end: ReferenceEnd, fits: readonly ReferenceFit[] = []): RunEvent {
  return { kind: 'referenceEnded', reference, end, fits, seconds: 1, atMs: 99_999 }
}

function endsOf(events: readonly RunEvent[]) {
  return Object.fromEntries(
    events.flatMap((event) => (event.kind === 'referenceEnded' ? [[event.reference, event.end.kind]] : [])),
  )
}

describe('reference models beside the networks', () => {
  it('begin only when the networks are under way, and end the run with them', async () => {
    const { session, events, puppets } = begin()
    puppets.networks?.hear([STARTED])
    expect(puppets.references).toBeUndefined()
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'referencesPlanned'])
    puppets.networks?.hear([EPOCHS])
    expect(puppets.references).toBeDefined()
    puppets.references?.hear([ended('dummy', FINISHED), ended('linear', FINISHED)])
    puppets.references?.end(FINISHED)
    puppets.networks?.end(FINISHED)
    expect(await session.ended).toEqual(FINISHED)
    expect(endsOf(events)).toEqual({ dummy: 'finished', linear: 'finished' })
  })

  it('take no time of the run', () => {
    const { events, puppets } = begin()
    puppets.networks?.hear([EPOCHS])
    puppets.references?.hear([ended('dummy', FINISHED)])
    expect(events.at(-1)?.atMs).toBe(40)
  })

  it('are waited for, within a budget, where the networks are done first', async () => {
    const { session, events, puppets } = begin()
    puppets.networks?.hear([EPOCHS])
    puppets.networks?.end(FINISHED)
    await new Promise((resolve) => setImmediate(resolve))
    expect(puppets.references?.allowed).toHaveLength(1)
    puppets.references?.hear([ended('dummy', FINISHED), ended('linear', { kind: 'leftOut', reason: 'too long' })])
    puppets.references?.end(FINISHED)
    expect(await session.ended).toEqual(FINISHED)
    expect(endsOf(events)).toEqual({ dummy: 'finished', linear: 'leftOut' })
  })

  it('are fitted where nothing is left to train', async () => {
    const { session, puppets } = begin()
    puppets.networks?.end(FINISHED)
    await new Promise((resolve) => setImmediate(resolve))
    puppets.references?.end(FINISHED)
    expect(await session.ended).toEqual(FINISHED)
  })

  it('that die are marked as failed, and the networks are whole', async () => {
    const { session, events, puppets } = begin()
    puppets.networks?.hear([EPOCHS])
    puppets.references?.hear([ended('dummy', FINISHED)])
    const error = { code: 'trainer/crashed', message: 'gone' } as const
    puppets.references?.end({ kind: 'crashed', reason: 'was ended by SIGKILL', error })
    puppets.networks?.end(FINISHED)
    expect(await session.ended).toEqual(FINISHED)
    expect(endsOf(events)).toEqual({ dummy: 'finished', linear: 'failed' })
    const [last] = events.filter((event) => event.kind === 'referenceEnded' && event.reference === 'linear')
    expect(JSON.stringify(last)).toContain('The process of the reference models was ended by SIGKILL.')
  })

  it.each([
    ['stopped', { kind: 'stopped' } as const],
    ['failed', { kind: 'failed', error: { code: 'trainer/crashed', message: 'x' } } as const],
  ])('are given up where the networks %s', async (_, end) => {
    const { session, events, puppets } = begin()
    puppets.networks?.hear([EPOCHS])
    puppets.networks?.end(end)
    expect(await session.ended).toEqual(end)
    expect(puppets.references?.said).toEqual(['kill'])
    expect(endsOf(events)).toEqual({ dummy: 'interrupted', linear: 'interrupted' })
  })

  it('are stopped, paused and resumed with the run', async () => {
    const { session, events, puppets } = begin()
    puppets.networks?.hear([EPOCHS])
    session.pause()
    session.resume()
    session.stop()
    expect(puppets.references?.said).toEqual(['pause', 'resume', 'kill'])
    expect(puppets.networks?.said).toEqual(['pause', 'resume', 'stop'])
    puppets.references?.hear([ended('dummy', FINISHED)])
    puppets.networks?.end({ kind: 'stopped' })
    expect(await session.ended).toEqual({ kind: 'stopped' })
    expect(endsOf(events)).toEqual({ dummy: 'interrupted', linear: 'interrupted' })
  })

  it('are none where none are asked for', () => {
    const { events, puppets } = begin([])
    puppets.networks?.hear([EPOCHS])
    expect(puppets.references).toBeUndefined()
    expect(events).toEqual([EPOCHS])
  })
})
