import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { RunEnd } from '../../core/run/runEvent.ts'
import type { TrainerCommand, TrainerJob, TrainerMessage } from '../../core/run/trainerJob.ts'
import { describeCrash } from './describeCrash.ts'
import { LastLines } from './lastLines.ts'
import type { RunEventsHandler, Trainer, TrainerSession } from './trainer.ts'

/** How long a trainer that has told its end may take to go before it is killed. */
const FAREWELL_MS = 5000

export interface ChildProcessTrainerOptions {
  /** The trainer's program; the one of this checkout unless given. */
  readonly program?: string
}

/** Trains in a child process of this Node. */
export class ChildProcessTrainer implements Trainer {
  readonly #program: string

  constructor(options: ChildProcessTrainerOptions = {}) {
    this.#program = options.program ?? trainerProgram()
  }

  start(job: TrainerJob, onEvents: RunEventsHandler): TrainerSession {
    return new ChildProcessSession(this.#program, job, onEvents)
  }
}

/** Path of the trainer's program in this checkout. */
export function trainerProgram(): string {
  return fileURLToPath(new URL('../../trainer/main.ts', import.meta.url))
}

class ChildProcessSession implements TrainerSession {
  readonly ended: Promise<RunEnd>
  readonly #child: ChildProcess
  readonly #onEvents: RunEventsHandler
  readonly #lastLines = new LastLines()
  #told: RunEnd | undefined
  #isStopAsked = false
  #isGone = false

  constructor(program: string, job: TrainerJob, onEvents: RunEventsHandler) {
    this.#onEvents = onEvents
    this.#child = forkTrainer(program, job)
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#lastLines.add(text))
    // Whatever a library prints is nobody's result, but a full pipe would block it.
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
    if (!this.#isGone) this.#child.kill('SIGKILL')
  }

  #receive(message: TrainerMessage): void {
    if (message.kind !== 'events') return
    const end = message.events.find((event) => event.kind === 'ended')
    const events = message.events.filter((event) => event.kind !== 'ended')
    if (events.length > 0) this.#onEvents(events)
    if (!end || this.#told) return
    this.#told = end.end
    this.#sayFarewell()
  }

  /** Closing the channel tells the trainer that nobody listens any more; it goes by itself or is made to. */
  #sayFarewell(): void {
    if (this.#child.connected) this.#child.disconnect()
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), FAREWELL_MS)
    this.#child.once('exit', () => clearTimeout(killer))
  }

  #end(): Promise<RunEnd> {
    return new Promise((resolve) => {
      this.#child.once('error', (error) => {
        if (this.#child.pid === undefined) resolve(notStarted(error))
      })
      // After a farewell there is no `close`: Node waits for the channel's end, which this side has closed itself.
      this.#child.once('exit', () => {
        this.#isGone = true
        if (this.#told) resolve(this.#told)
      })
      // Without one, `close` and not `exit`: only then has everything it wrote and sent been read.
      this.#child.once('close', (code, signal) => resolve(this.#told ?? this.#untoldEnd(code, signal)))
    })
  }

  #untoldEnd(code: number | null, signal: string | null): RunEnd {
    if (this.#isStopAsked && signal !== null) return { kind: 'stopped' }
    return describeCrash({ code, signal, lastLines: this.#lastLines.lines })
  }

  #send(command: TrainerCommand): void {
    if (this.#isGone || !this.#child.connected) return
    // A trainer that dies while being spoken to is told by its `close`.
    this.#child.send(command, () => undefined)
  }
}

function forkTrainer(program: string, job: TrainerJob): ChildProcess {
  return fork(program, [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C on a terminal reaches the whole process group, and would kill what is to be stopped cleanly.
    detached: process.platform !== 'win32',
    env: {
      ...process.env,
      TF_NUM_INTRAOP_THREADS: String(job.threads.intraOp),
      TF_NUM_INTEROP_THREADS: String(job.threads.interOp),
      TF_CPP_MIN_LOG_LEVEL: '3',
    },
  })
}

function notStarted(error: Error): RunEnd {
  return {
    kind: 'failed',
    error: {
      code: 'trainer/not-started',
      message: `The training process could not be started: ${error.message}.`,
      hint: 'Close other programs, or run "holdout doctor" to see what is missing.',
    },
  }
}
