import { utilityProcess } from 'electron'
import type { UtilityProcess } from 'electron'
import type { RunEnd } from '../core/run/runEvent.ts'
import type { TrainerCommand, TrainerJob, TrainerMessage } from '../core/run/trainerJob.ts'
import { describeCrash } from '../lab/trainers/describeCrash.ts'
import { LastLines } from '../lab/trainers/lastLines.ts'
import type { RunEventsHandler, Trainer, TrainerSession } from '../lab/trainers/trainer.ts'

/** How long a trainer that has told its end may take to go before it is killed. */
const FAREWELL_MS = 5000

/** Trains in a utility process of the app. Only after the app is ready. */
export class UtilityProcessTrainer implements Trainer {
  readonly #program: string

  constructor(program: string) {
    this.#program = program
  }

  start(job: TrainerJob, onEvents: RunEventsHandler): TrainerSession {
    return new UtilityProcessSession(this.#program, job, onEvents)
  }
}

class UtilityProcessSession implements TrainerSession {
  readonly ended: Promise<RunEnd>
  readonly #child: UtilityProcess
  readonly #onEvents: RunEventsHandler
  readonly #lastLines = new LastLines()
  #told: RunEnd | undefined
  #isStopAsked = false
  #isGone = false

  constructor(program: string, job: TrainerJob, onEvents: RunEventsHandler) {
    this.#onEvents = onEvents
    this.#child = forkTrainer(program, job)
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#lastLines.add(text))
    this.#child.stdout?.resume()
    this.#child.on('message', (message: TrainerMessage) => this.#receive(message))
    this.ended = this.#end()
    this.#send({ kind: 'run', job })
  }

  stop(): void {
    this.#isStopAsked = true
    this.#send({ kind: 'stop' })
  }

  pause(): void {
    this.#send({ kind: 'pause' })
  }

  resume(): void {
    this.#send({ kind: 'resume' })
  }

  kill(): void {
    this.#isStopAsked = true
    if (!this.#isGone) this.#child.kill()
  }

  #receive(message: TrainerMessage): void {
    if (message.kind !== 'events') return
    const end = message.events.find((event) => event.kind === 'ended')
    const events = message.events.filter((event) => event.kind !== 'ended')
    if (events.length > 0) this.#onEvents(events)
    if (!end || this.#told) return
    this.#told = end.end
    const killer = setTimeout(() => this.#child.kill(), FAREWELL_MS)
    this.#child.once('exit', () => clearTimeout(killer))
  }

  #end(): Promise<RunEnd> {
    return new Promise((resolve) => {
      this.#child.once('exit', (code) => {
        this.#isGone = true
        resolve(this.#told ?? this.#untoldEnd(code))
      })
    })
  }

  /** Electron tells no signal: a process killed by one has its number as exit code. */
  #untoldEnd(code: number): RunEnd {
    if (this.#isStopAsked) return { kind: 'stopped' }
    return describeCrash({ code, signal: null, lastLines: this.#lastLines.lines })
  }

  #send(command: TrainerCommand): void {
    // Posting to a process that is just going throws in its exit listeners.
    if (!this.#isGone) this.#child.postMessage(command)
  }
}

function forkTrainer(program: string, job: TrainerJob): UtilityProcess {
  return utilityProcess.fork(program, [], {
    serviceName: 'Holdout trainer',
    stdio: ['ignore', 'pipe', 'pipe'],
    execArgv: [],
    env: {
      ...process.env,
      TF_NUM_INTRAOP_THREADS: String(job.threads.intraOp),
      TF_NUM_INTEROP_THREADS: String(job.threads.interOp),
      TF_CPP_MIN_LOG_LEVEL: '3',
    },
  })
}
