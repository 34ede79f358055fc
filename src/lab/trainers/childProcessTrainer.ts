import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ErrorData } from '../../core/errors.ts'
import type { ExportCheck, ExportOutputs } from '../../core/exports/exportCheck.ts'
import type { JobPlan } from '../../core/run/jobPlan.ts'
import type { ReferenceJob, TrainerCommand, TrainerJob, TrainerMessage } from '../../core/run/trainerJob.ts'
import { startWithReferences } from '../references/sessionWithReferences.ts'
import { checkIn } from './exportChecker.ts'
import type { ExportChecker } from './exportChecker.ts'
import { planIn } from './planIn.ts'
import { ProcessSession } from './processSession.ts'
import type { ReferenceSession, RunEventsHandler, Trainer, TrainerSession } from './trainer.ts'
import { CHECK_THREADS, trainerEnvironment } from './trainerProcess.ts'
import type { Departure, TrainerProcess } from './trainerProcess.ts'
import { programFile } from '../programFile.ts'

export interface ChildProcessTrainerOptions {
  /** The trainer's program; the one of this installation unless given. */
  readonly program?: string
  /** The program that fits reference models; the one of this installation unless given. */
  readonly referenceProgram?: string
}

/** What a trainer's process is started with. */
type TrainerRequest = Pick<TrainerJob, 'threads' | 'instructions'>

/** Trains in a child process of this Node. */
export class ChildProcessTrainer implements Trainer, ExportChecker {
  readonly #program: string
  readonly #referenceProgram: string
  #warm: { readonly child: ChildProcess; readonly request: TrainerRequest } | undefined

  constructor(options: ChildProcessTrainerOptions = {}) {
    this.#program = options.program ?? trainerProgram()
    this.#referenceProgram = options.referenceProgram ?? referenceProgram()
  }

  /** Starts a process ahead of a job that will want these threads: its library loads meanwhile. {@link dismiss} ends it unused. */
  warmUp(request: TrainerRequest): void {
    this.dismiss()
    const child = forkProgram(this.#program, trainerEnvironment(request))
    // Whatever it prints before a job comes is nobody's, and a process that cannot start is found out with the job.
    child.on('error', () => undefined)
    child.send({ kind: 'warmUp' } satisfies TrainerCommand, () => undefined)
    this.#warm = { child, request }
  }

  /** Ends a process that was started ahead and not used. */
  dismiss(): void {
    this.#warm?.child.kill('SIGKILL')
    this.#warm = undefined
  }

  /** The process started ahead, where it is what the job wants; otherwise a new one. */
  #process(job: TrainerJob): ChildProcess {
    const warm = this.#warm
    this.#warm = undefined
    const { threads, instructions } = job
    const isFit =
      warm?.child.connected === true &&
      warm.request.threads.intraOp === threads.intraOp &&
      warm.request.threads.interOp === threads.interOp &&
      warm.request.instructions === instructions
    if (isFit) return warm.child
    warm?.child.kill('SIGKILL')
    return forkProgram(this.#program, trainerEnvironment(job))
  }

  start(job: TrainerJob, onEvents: RunEventsHandler): TrainerSession {
    return startWithReferences(job, onEvents, {
      networks: (given, hear) =>
        new ProcessSession(new TrainerChild(this.#process(given)), { kind: 'run', job: given }, hear),
      references: (given, hear) => startReferences(given, hear, this.#referenceProgram),
    })
  }

  check(check: ExportCheck): Promise<ExportOutputs> {
    return checkIn(new TrainerChild(forkProgram(this.#program, trainerEnvironment(CHECK_THREADS))), check)
  }
}

/** Fits reference models in a child process. */
export function startReferences(
  job: ReferenceJob,
  onEvents: RunEventsHandler,
  program = referenceProgram(),
): ReferenceSession {
  return new ProcessSession(new TrainerChild(forkProgram(program, process.env)), { kind: 'references', job }, onEvents)
}

/** The blocks of a job, from a process of their own. @throws HoldoutError where the table or the job cannot be read */
export function planWithChild(job: TrainerJob, mostLanes?: number): Promise<JobPlan> {
  const child = new TrainerChild(forkProgram(trainerProgram(), trainerEnvironment(job)))
  return planIn(child, { kind: 'plan', job, ...(mostLanes !== undefined && { mostLanes }) })
}

/** Path of the trainer's program. */
export function trainerProgram(): string {
  return fileURLToPath(programFile(import.meta.url, '../../trainer/main'))
}

/** Path of the program that fits reference models. */
export function referenceProgram(): string {
  return fileURLToPath(programFile(import.meta.url, '../../trainer/references/main'))
}

/** A child process, seen as a trainer's. */
class TrainerChild implements TrainerProcess {
  readonly stdout
  readonly stderr
  readonly #child: ChildProcess
  #isDismissed = false
  #isGone = false

  constructor(child: ChildProcess) {
    this.#child = child
    this.stdout = child.stdout
    this.stderr = child.stderr
    child.once('exit', () => (this.#isGone = true))
  }

  onMessage(hear: (message: TrainerMessage) => void): void {
    this.#child.on('message', hear)
  }

  onGone(tell: (departure: Departure) => void): void {
    this.#child.once('error', (error) => {
      if (this.#child.pid === undefined) tell({ kind: 'notStarted', error: notStarted(error) })
    })
    // After a dismissal there is no `close`: Node waits for the channel's end, which this side has closed itself.
    this.#child.once('exit', (code, signal) => {
      if (this.#isDismissed) tell({ kind: 'exited', code, signal })
    })
    // Without one, `close` and not `exit`: only then has everything it wrote and sent been read.
    this.#child.once('close', (code, signal) => tell({ kind: 'exited', code, signal }))
  }

  send(command: TrainerCommand): void {
    if (!this.#isGone && this.#child.connected) this.#child.send(command, () => undefined)
  }

  /**
   * Closing the channel tells the trainer that nobody listens any more. One that was found gone before its last message was read has
   * its `close` still to come, unless the channel is closed here.
   */
  dismiss(): void {
    if (this.#isGone) return
    this.#isDismissed = true
    if (this.#child.connected) this.#child.disconnect()
  }

  kill(): void {
    if (!this.#isGone) this.#child.kill('SIGKILL')
  }
}

function forkProgram(program: string, env: NodeJS.ProcessEnv): ChildProcess {
  return fork(program, [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C on a terminal reaches the whole process group, and would kill what is to be stopped cleanly.
    detached: process.platform !== 'win32',
    env,
  })
}

function notStarted(error: Error): ErrorData {
  return {
    code: 'trainer/not-started',
    message: `The training process could not be started: ${error.message}.`,
    hint: 'Close other programs, or run "holdout doctor" to see what is missing.',
  }
}
