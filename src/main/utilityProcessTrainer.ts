import { utilityProcess } from 'electron'
import type { UtilityProcess } from 'electron'
import type { ExportCheck, ExportOutputs } from '../core/exports/exportCheck.ts'
import type { JobPlan } from '../core/run/jobPlan.ts'
import type { ReferenceJob, TrainerCommand, TrainerJob, TrainerMessage } from '../core/run/trainerJob.ts'
import { startWithReferences } from '../lab/references/sessionWithReferences.ts'
import { checkIn } from '../lab/trainers/exportChecker.ts'
import type { ExportChecker } from '../lab/trainers/exportChecker.ts'
import { planIn } from '../lab/trainers/planIn.ts'
import { ProcessSession } from '../lab/trainers/processSession.ts'
import type { ReferenceSession, RunEventsHandler, Trainer, TrainerSession } from '../lab/trainers/trainer.ts'
import { CHECK_THREADS, trainerEnvironment } from '../lab/trainers/trainerProcess.ts'
import type { Departure, TrainerProcess } from '../lab/trainers/trainerProcess.ts'

/** Paths of the built programs that train networks and fit reference models. */
export interface TrainerPrograms {
  readonly networks: string
  readonly references: string
}

/** Trains in a utility process of the app. Only after the app is ready. */
export class UtilityProcessTrainer implements Trainer, ExportChecker {
  readonly #programs: TrainerPrograms

  constructor(programs: TrainerPrograms) {
    this.#programs = programs
  }

  start(job: TrainerJob, onEvents: RunEventsHandler): TrainerSession {
    const { networks } = this.#programs
    const environment = trainerEnvironment(job)
    return startWithReferences(job, onEvents, {
      networks: (given, hear) =>
        new ProcessSession(forkProgram(networks, 'Holdout trainer', environment), { kind: 'run', job: given }, hear),
      references: this.references,
    })
  }

  /** Fits reference models in a utility process. */
  readonly references = (job: ReferenceJob, onEvents: RunEventsHandler): ReferenceSession =>
    new ProcessSession(
      forkProgram(this.#programs.references, 'Holdout reference models', process.env),
      { kind: 'references', job },
      onEvents,
    )

  /** The blocks of a job. @throws HoldoutError where the table or the job cannot be read */
  readonly plan = (job: TrainerJob, mostLanes?: number): Promise<JobPlan> =>
    planIn(forkProgram(this.#programs.networks, 'Holdout trainer', trainerEnvironment(job)), {
      kind: 'plan',
      job,
      ...(mostLanes !== undefined && { mostLanes }),
    })

  check(check: ExportCheck): Promise<ExportOutputs> {
    return checkIn(forkProgram(this.#programs.networks, 'Holdout trainer', trainerEnvironment(CHECK_THREADS)), check)
  }
}

/** A utility process, seen as a trainer's. It gets no message of a dismissal: it exits by itself after its last word. */
class TrainerUtility implements TrainerProcess {
  readonly stdout
  readonly stderr
  readonly #child: UtilityProcess
  #isGone = false

  constructor(child: UtilityProcess) {
    this.#child = child
    this.stdout = child.stdout
    this.stderr = child.stderr
    child.once('exit', () => (this.#isGone = true))
  }

  onMessage(hear: (message: TrainerMessage) => void): void {
    this.#child.on('message', hear)
  }

  /** Electron tells no signal: a process killed by one has its number as exit code. */
  onGone(tell: (departure: Departure) => void): void {
    this.#child.once('exit', (code) => tell({ kind: 'exited', code, signal: null }))
  }

  send(command: TrainerCommand): void {
    // Posting to a process that is just going throws in its exit listeners.
    if (!this.#isGone) this.#child.postMessage(command)
  }

  dismiss(): void {}

  kill(): void {
    if (!this.#isGone) this.#child.kill()
  }
}

function forkProgram(program: string, serviceName: string, env: NodeJS.ProcessEnv): TrainerUtility {
  return new TrainerUtility(
    utilityProcess.fork(program, [], { serviceName, stdio: ['ignore', 'pipe', 'pipe'], execArgv: [], env }),
  )
}
