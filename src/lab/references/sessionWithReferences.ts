import type { ReferenceKind } from '../../core/references/referenceKind.ts'
import type { ReferenceEnd, RunEnd, RunEvent } from '../../core/run/runEvent.ts'
import type { ReferenceJob, TrainerJob } from '../../core/run/trainerJob.ts'
import type { ReferenceSession, RunEventsHandler, TrainerSession } from '../trainers/trainer.ts'

/** How the two processes of a run are started. */
export interface SessionStarts {
  readonly networks: (job: TrainerJob, onEvents: RunEventsHandler) => TrainerSession
  readonly references: (job: ReferenceJob, onEvents: RunEventsHandler) => ReferenceSession
}

/** Reference models may always take this much processor time, however soon the networks are done, in seconds. */
const LEAST_SECONDS = 6

/**
 * Trains the networks of a job and fits its reference models beside them, as one session: it ends when both are done.
 *
 * The reference models begin once the networks are under way, so that they delay no first epoch, and whatever becomes of
 * them is no end of the run. Where the networks fail or are stopped, the reference models are given up.
 */
export function startWithReferences(
  job: TrainerJob,
  onEvents: RunEventsHandler,
  starts: SessionStarts,
): TrainerSession {
  const { references } = job
  if (!references || references.kinds.length === 0) return starts.networks(job, onEvents)
  return new SessionWithReferences(job, references, onEvents, starts)
}

class SessionWithReferences implements TrainerSession {
  readonly ended: Promise<RunEnd>
  readonly #onEvents: RunEventsHandler
  readonly #networks: TrainerSession
  readonly #startReferences: () => ReferenceSession
  /** Of the networks' newest event: the time of a run is that of its networks. */
  #atMs = 0
  /** Planned, and not yet at their end. */
  readonly #open: Set<ReferenceKind>
  #references: ReferenceSession | undefined
  #isStopped = false
  #isPlanTold = false

  constructor(
    job: TrainerJob,
    request: NonNullable<TrainerJob['references']>,
    onEvents: RunEventsHandler,
    starts: SessionStarts,
  ) {
    const { runId, tableFile, task, classes, seed, preprocessing, validation, scoring } = job
    const common = { runId, tableFile, task, classes, seed, preprocessing, validation, ...(scoring && { scoring }) }
    const referenceJob = { ...common, ...request }
    this.#onEvents = onEvents
    this.#open = new Set(request.kinds)
    this.#startReferences = () => starts.references(referenceJob, (events) => this.#receiveReferences(events))
    this.#networks = starts.networks(job, (events) => this.#receiveNetworks(events))
    this.ended = this.#end(performance.now())
  }

  stop(): void {
    this.#networks.stop()
    this.#giveUp()
  }

  pause(): void {
    this.#networks.pause()
    this.#references?.pause()
  }

  resume(): void {
    this.#networks.resume()
    this.#references?.resume()
  }

  kill(): void {
    this.#networks.kill()
    this.#giveUp()
  }

  leave(): void {
    this.#networks.leave()
    this.#giveUp()
  }

  /** A reference model is whole or nothing, so there is nothing to wait for. */
  #giveUp(): void {
    this.#isStopped = true
    this.#references?.kill()
  }

  #receiveNetworks(events: readonly RunEvent[]): void {
    this.#atMs = events.reduce((latest, { atMs }) => Math.max(latest, atMs), this.#atMs)
    this.#onEvents(events)
    this.#tellPlan()
    if (events.some(isUnderWay)) this.#begin()
  }

  #receiveReferences(events: readonly RunEvent[]): void {
    if (this.#isStopped) return
    for (const event of events) if (event.kind === 'referenceEnded') this.#open.delete(event.reference)
    this.#onEvents(events.map((event) => ({ ...event, atMs: this.#atMs })))
  }

  #tellPlan(): void {
    if (this.#isPlanTold) return
    this.#isPlanTold = true
    this.#onEvents([{ kind: 'referencesPlanned', references: [...this.#open], atMs: this.#atMs }])
  }

  #begin(): void {
    if (this.#isStopped) return
    this.#references ??= this.#startReferences()
  }

  async #end(startedMs: number): Promise<RunEnd> {
    const end = await this.#networks.ended
    this.#tellPlan()
    if (end.kind !== 'finished') this.#giveUp()
    this.#begin()
    this.#references?.allow(Math.max(LEAST_SECONDS, (performance.now() - startedMs) / 1000))
    const endOfReferences = await this.#references?.ended
    this.#closeOpen(this.#isStopped || !endOfReferences ? { kind: 'interrupted' } : endOf(endOfReferences))
    return end
  }

  /** Those of which no end was heard. */
  #closeOpen(end: ReferenceEnd): void {
    if (this.#open.size === 0) return
    const atMs = this.#atMs
    this.#onEvents(
      [...this.#open].map((reference) => ({ kind: 'referenceEnded', reference, end, fits: [], seconds: 0, atMs })),
    )
    this.#open.clear()
  }
}

/** Networks that learn, or are done already. */
function isUnderWay({ kind }: RunEvent): boolean {
  return kind === 'epochs' || kind === 'fitFinished' || kind === 'fitDiverged'
}

function endOf(end: RunEnd): ReferenceEnd {
  switch (end.kind) {
    case 'failed':
      return { kind: 'failed', error: end.error }
    case 'crashed': {
      const message = `The process of the reference models ${end.reason}.`
      return { kind: 'failed', error: { code: 'trainer/crashed', message, hint: 'Run the experiment again.' } }
    }
    case 'finished':
    case 'stopped':
      return { kind: 'interrupted' }
  }
}
