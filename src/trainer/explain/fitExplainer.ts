/** Explains finished fits while their weights are there: layers, training scores, importance and dependence. */
import { columnGroups } from '../../core/diagnostics/columnGroups.ts'
import { dependenceGrid } from '../../core/diagnostics/dependenceGrid.ts'
import type { ImportanceSettings } from '../../core/diagnostics/explainSettings.ts'
import { TRAINING_ROWS, type FitExplanation } from '../../core/diagnostics/explanation.ts'
import type { Table, TableColumn } from '../../core/dataset/table.ts'
import type { LaneEngine } from '../group/laneEngine.ts'
import type { LaneRun } from '../group/laneRun.ts'
import type { FoldData } from '../group/foldData.ts'
import type { FittedPreprocessing } from '../../core/preprocessing/fitPreprocessing.ts'
import { architectureKey, buildLaneModel } from '../program/laneModel.ts'
import { dependenceOfFits } from './dependenceOfFits.ts'
import { scoresOfOutputs, type ExplainedFold, type Judgement } from './explainedFold.ts'
import { importanceOfFits } from './importanceOfFits.ts'
import { layerReports, watchedLayers } from './layerReports.ts'
import type { RowPredictor } from './rowPredictor.ts'

export interface ExplainerOptions {
  readonly table: Table
  readonly judgement: Judgement
  /** Absent: neither importance nor dependence. */
  readonly importance?: ImportanceSettings
  /** Rows evaluated in one call. */
  readonly evalSize: number
  readonly engine: LaneEngine
  readonly mayGoOn: () => Promise<boolean>
}

/** A fit that has ended, and what its fold prepared. */
export interface EndedFit {
  readonly run: LaneRun
  readonly data: FoldData
  readonly fitted: FittedPreprocessing
}

export class FitExplainer {
  readonly #options: ExplainerOptions
  readonly #groups: readonly (readonly string[])[]
  readonly #grids = new Map<TableColumn, readonly number[] | readonly string[]>()

  constructor(options: ExplainerOptions) {
    this.#options = options
    this.#groups = options.importance ? columnGroups(options.table, options.importance.correlated) : []
  }

  /** Explains fits of one architecture that ended together, in their order. */
  async explain(ended: readonly EndedFit[]): Promise<readonly FitExplanation[]> {
    if (ended.length === 0) return []
    const folds = ended.map((one): ExplainedFold => ({
      ...one,
      model: buildLaneModel(one.run.fit.candidate.spec, one.data.width),
    }))
    const predictor = this.#predictorOf(folds[0])
    const watched = this.#watch(folds, predictor)
    const { importance } = this.#options
    if (!importance) return watched
    const importances = await importanceOfFits(folds, {
      ...this.#options,
      predictor,
      groups: this.#groups,
      shuffles: importance.shuffles,
    })
    if (!(await this.#options.mayGoOn())) return watched
    const dependences = dependenceOfFits(folds, importances, {
      ...this.#options,
      predictor,
      gridOf: this.#gridOf,
      individual: importance.individual ?? 0,
    })
    return watched.map((one, i) => {
      const own = importances[i]
      return { ...one, ...(own && { importance: own }), dependence: dependences[i] }
    })
  }

  #predictorOf({ run, model, data }: ExplainedFold): RowPredictor {
    const { evalSize, engine } = this.#options
    return engine.rowPredictor({ key: architectureKey(run.fit.candidate.spec, data.width), model, size: evalSize })
  }

  /** What training rows show: scores without dropout, and units that never change. */
  #watch(folds: readonly ExplainedFold[], predictor: RowPredictor): readonly FitExplanation[] {
    const { judgement } = this.#options
    const rowsOf = folds.map(({ run }) => {
      const step = Math.max(1, Math.ceil(run.fit.train.length / TRAINING_ROWS))
      return run.fit.train.filter((_, i) => i % step === 0)
    })
    const tasks = folds.map(({ run, model, data }, i) => ({
      model,
      weights: run.weights ?? {},
      count: rowsOf[i].length,
      write: (at: number, into: Float32Array, place: number) => {
        data.features.copyRow(rowsOf[i][at], into, place)
      },
    }))
    const results = predictor.predict(tasks, watchedLayers(folds[0].run.fit.candidate.spec))
    return folds.map((fold, i) => ({
      layers: layerReports(fold.run, fold.model, results[i].ends),
      trainScores: scoresOfOutputs(judgement, fold, rowsOf[i], results[i].outputs),
    }))
  }

  readonly #gridOf = (column: TableColumn): readonly number[] | readonly string[] => {
    const known = this.#grids.get(column) ?? dependenceGrid(column)
    this.#grids.set(column, known)
    return known
  }
}
