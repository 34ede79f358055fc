import type { RunEnd } from '../../core/run/runEvent.ts'
import type { TrainerCommand, TrainerMessage } from '../../core/run/trainerJob.ts'
import { damagedInstall } from '../experiments/installedFiles.ts'
import { howToRepair, readSetupState } from '../experiments/readSetupState.ts'
import { describeCrash, isOutOfMemory } from './describeCrash.ts'
import { LastLines } from './lastLines.ts'
import type { ReferenceSession, RunEventsHandler } from './trainer.ts'
import type { Departure, TrainerProcess } from './trainerProcess.ts'

/** How long a trainer that has told its end may take to go before it is killed. */
const FAREWELL_MS = 5000

/** One job in a process of its own: hands it over, passes its events on, and finds out how it ended. */
export class ProcessSession implements ReferenceSession {
  readonly ended: Promise<RunEnd>
  readonly #process: TrainerProcess
  readonly #onEvents: RunEventsHandler
  readonly #lastLines = new LastLines()
  #told: RunEnd | undefined
  #isKilled = false
  #farewell: NodeJS.Timeout | undefined

  /** @param job the command that hands it over */
  constructor(trainer: TrainerProcess, job: TrainerCommand, onEvents: RunEventsHandler) {
    this.#process = trainer
    this.#onEvents = onEvents
    trainer.stderr?.setEncoding('utf8').on('data', (text: string) => this.#lastLines.add(text))
    // Whatever a library prints is nobody's result, but a full pipe would block it.
    trainer.stdout?.resume()
    trainer.onMessage((message) => this.#receive(message))
    this.ended = new Promise((resolve) => {
      trainer.onGone((departure) => {
        clearTimeout(this.#farewell)
        resolve(this.#told ?? this.#untoldEnd(departure))
      })
    })
    trainer.send(job)
  }

  stop(): void {
    this.#process.send({ kind: 'stop' })
  }

  leave(): void {
    this.stop()
  }

  pause(): void {
    this.#process.send({ kind: 'pause' })
  }

  resume(): void {
    this.#process.send({ kind: 'resume' })
  }

  allow(seconds: number): void {
    this.#process.send({ kind: 'budget', seconds })
  }

  kill(): void {
    this.#isKilled = true
    this.#process.kill()
  }

  #receive(message: TrainerMessage): void {
    if (message.kind !== 'events') return
    const end = message.events.find((event) => event.kind === 'ended')
    const events = message.events.filter((event) => event.kind !== 'ended')
    if (events.length > 0) this.#onEvents(events)
    if (!end || this.#told) return
    this.#told = end.end
    // It goes by itself, or is made to.
    this.#farewell = setTimeout(() => this.#process.kill(), FAREWELL_MS)
    this.#process.dismiss()
  }

  #untoldEnd(departure: Departure): RunEnd | Promise<RunEnd> {
    if (departure.kind === 'notStarted') return { kind: 'failed', error: departure.error }
    if (this.#isKilled) return { kind: 'stopped' }
    const exit = { ...departure, lastLines: this.#lastLines.lines }
    // Of a process that said why it went, the installed files, which take seconds to read, are not suspected.
    const isFault = FAULTS.has(exit.signal ?? '') && !isOutOfMemory(exit)
    return isFault ? withInstallDamage(describeCrash(exit)) : describeCrash(exit)
  }
}

/** Signals of a program that ran into what is no instruction or no memory of its own, as where its library is damaged. */
const FAULTS: ReadonlySet<string> = new Set(['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGABRT', 'SIGFPE', 'SIGTRAP'])

/** After a fault, installed files are compared with what they were: damage is then named as the reason. */
async function withInstallDamage(end: Extract<RunEnd, { kind: 'crashed' }>): Promise<RunEnd> {
  const [path] = await damagedInstall()
  if (path === undefined) return end
  const message = `${end.error.message} The installed file ${path} is damaged: it is not what set-up installed.`
  return {
    ...end,
    error: { ...end.error, message, hint: `${howToRepair(await readSetupState())} Then resume the run.` },
  }
}
