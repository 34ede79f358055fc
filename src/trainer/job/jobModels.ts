import { numberRanges } from '../../core/dataset/numberRanges.ts'
import type { Table } from '../../core/dataset/table.ts'
import type { SavedMember } from '../../core/model/savedModel.ts'
import { FINAL_FOLD, fitName } from '../../core/run/fitStream.ts'
import type { FitKey, RunEvent } from '../../core/run/runEvent.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import type { FitPlan } from '../group/fitPlan.ts'
import type { LaneRun } from '../group/laneRun.ts'
import type { CalibrationScores } from './calibrationScores.ts'
import { EnsembleMembers } from './ensembleMembers.ts'
import { savedMember, writeFinalModel } from './finalModel.ts'
import type { PreparedFolds } from './preparedFolds.ts'

interface Surroundings {
  readonly table: Table
  readonly emit: (event: RunEvent) => void
  readonly now: () => number
}

/** The models that a job leaves: one network trained on all rows per candidate, or the networks of its outermost folds as an ensemble. */
export class JobModels {
  readonly #job: TrainerJob
  readonly #context: Surroundings
  readonly #folds: PreparedFolds
  readonly #calibration: CalibrationScores
  readonly #finals: { readonly candidate: number; readonly member: SavedMember }[] = []
  /** Absent where no ensemble is wanted. */
  readonly #ensembles: EnsembleMembers | undefined

  constructor(job: TrainerJob, context: Surroundings, folds: PreparedFolds, calibration: CalibrationScores) {
    this.#job = job
    this.#context = context
    this.#folds = folds
    this.#calibration = calibration
    const wantsEnsembles = job.modelFolder !== undefined && job.hasEnsembles === true
    this.#ensembles = wantsEnsembles ? new EnsembleMembers(job.checkpointFolder) : undefined
  }

  get hasEnsembles(): boolean {
    return this.#ensembles !== undefined
  }

  /** Keeps the network that was trained on all rows until {@link saveFinals}. */
  keepFinal(run: LaneRun): void {
    const { fitted, data } = this.#folds.of(run.fit)
    this.#finals.push({ candidate: run.fit.key.candidate, member: savedMember(run, fitted, data) })
  }

  /** Writes the networks that were kept: once their block is gone, for both may be large. */
  saveFinals(outerFolds: number): void {
    for (const { candidate, member } of this.#finals.splice(0)) this.#write(candidate, [member], outerFolds)
  }

  /** Before the fit is reported: a run that goes on from there finds its network. */
  keep(run: LaneRun, scores: Float64Array): void {
    if (!this.#ensembles) return
    const { fitted, data } = this.#folds.of(run.fit)
    this.#ensembles.keep(run.fit.key, { member: savedMember(run, fitted, data), scores: Array.from(scores) })
  }

  /** A fit that diverged gives no network. */
  lose(fit: FitKey): void {
    this.#ensembles?.keep(fit, null)
  }

  /** Of `fits` those that are finished and whose networks are needed and not here. */
  gone(fits: readonly FitPlan[]): readonly FitPlan[] {
    const ensembles = this.#ensembles
    if (!ensembles) return []
    const open = this.#open()
    const finished = new Set(this.#job.finished.map(fitName))
    return fits.filter(
      ({ key }) => open.includes(key.candidate) && finished.has(fitName(key)) && ensembles.of(key) === undefined,
    )
  }

  /** Writes the ensembles that are not there yet. */
  saveEnsembles(fits: readonly FitPlan[], outerFolds: number): void {
    if (!this.#ensembles) return
    for (const candidate of this.#open()) {
      const own = fits.filter(({ key }) => key.candidate === candidate)
      this.#saveEnsemble(candidate, own, outerFolds)
    }
  }

  /** Candidates without a final model. */
  #open(): readonly number[] {
    const { finished, candidates } = this.#job
    const done = new Set(finished.filter(({ fold }) => fold === FINAL_FOLD).map(({ candidate }) => candidate))
    return candidates.map((_, candidate) => candidate).filter((candidate) => !done.has(candidate))
  }

  #saveEnsemble(candidate: number, fits: readonly FitPlan[], outerFolds: number): void {
    const members = fits.flatMap(({ key }) => {
      const kept = this.#ensembles?.of(key)
      if (kept) this.#calibration.keep(key, kept.scores)
      return kept ? [kept.member] : []
    })
    if (members.length < fits.length) this.#reportMissing(candidate, members.length, fits.length)
    if (members.length > 0) this.#write(candidate, members, outerFolds)
  }

  #reportMissing(candidate: number, members: number, fits: number): void {
    const { name } = this.#job.candidates[candidate]
    const message = `The ensemble of ${JSON.stringify(name)} has ${members} of ${fits} networks: the others diverged.`
    this.#context.emit({ kind: 'notice', message, atMs: this.#context.now() })
  }

  #write(candidate: number, members: readonly SavedMember[], outerFolds: number): void {
    const { table, emit, now } = this.#context
    const file = writeFinalModel(this.#job, candidate, members, {
      heldOutScores: this.#calibration.of(candidate, outerFolds),
      ranges: numberRanges(
        table,
        Int32Array.from({ length: table.rows }, (_, row) => row),
      ),
    })
    emit({ kind: 'finalModel', candidate, file, atMs: now() })
  }
}
