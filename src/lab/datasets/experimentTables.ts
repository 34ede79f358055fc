import type { ExperimentFacts } from '../../contract/datasets.ts'
import type { Finding, PreflightInput } from '../../core/dataset/preflight.ts'
import { completePreprocessing, completeValidation } from '../../core/experiment/defaults.ts'
import type { ValidationSpec } from '../../core/experiment/experiment.ts'
import type { ExperimentFile } from '../../core/experiment/experimentFile.ts'
import { encodeTarget } from '../../core/preprocessing/encodeTarget.ts'
import { preparedWidth } from '../../core/run/preparedWidth.ts'
import { ColumnWorker } from './columnWorker.ts'
import type { DatasetStore } from './datasetStore.ts'
import { loadTable } from './loadTable.ts'
import type { ReadTable } from './readTable.ts'

/** Tables kept at hand: that of the experiment being edited, and the one before it. */
const MOST_TABLES = 2

/** The tables that experiments train on, read from the store once for facts, pre-flight and run. */
export class ExperimentTables {
  readonly #store: DatasetStore
  readonly #tables = new Map<string, Promise<ReadTable>>()

  constructor(store: DatasetStore) {
    this.#store = store
  }

  /** @throws HoldoutError of the family `dataset` */
  table(datasetId: string, { dataset, task }: ExperimentFile): Promise<ReadTable> {
    const key = JSON.stringify([datasetId, dataset.target, dataset.columns, dataset.rejected, task])
    const known = this.#tables.get(key)
    if (known) return known
    const reading = this.#read(datasetId, dataset, task)
    this.#tables.set(key, reading)
    reading.catch(() => this.#tables.delete(key))
    for (const oldest of [...this.#tables.keys()].slice(0, -MOST_TABLES)) this.#tables.delete(oldest)
    return reading
  }

  async facts(datasetId: string, file: ExperimentFile): Promise<ExperimentFacts> {
    const { table } = await this.table(datasetId, file)
    const { task, classes, labels } = encodeTarget(table, file.task)
    const classCounts = classes.map(() => 0)
    for (const label of labels ?? []) classCounts[label] += 1
    return {
      task,
      features: table.features.length,
      width: preparedWidth(table, completePreprocessing(file.preprocessing)),
      classes,
      classCounts,
      rows: table.rows,
    }
  }

  async preflight(datasetId: string, file: ExperimentFile): Promise<readonly Finding[]> {
    const { table, inspection } = await this.table(datasetId, file)
    const { task } = encodeTarget(table, file.task)
    const folds = foldsOf(completeValidation(file.validation, task))
    return this.#onThread({
      table,
      task,
      columns: inspection.columns,
      isGrouped: table.groups !== undefined,
      ...(folds !== undefined && { folds }),
    })
  }

  /** Millions of rows take seconds to sort and compare. */
  async #onThread(input: PreflightInput): Promise<readonly Finding[]> {
    const worker = new ColumnWorker()
    try {
      return await worker.preflight(input)
    } finally {
      await worker.close()
    }
  }

  async #read(datasetId: string, dataset: ExperimentFile['dataset'], task: ExperimentFile['task']): Promise<ReadTable> {
    const imported = await this.#store.open(datasetId)
    const table = await loadTable(imported, { ...dataset, ...(task && { task }) })
    const { inspection, sha256 } = imported
    return { table, sha256, inspection, warnings: inspection.warnings.map(({ message }) => message) }
  }
}

function foldsOf(validation: ValidationSpec): number | undefined {
  if (validation.strategy === 'nested') return foldsOf(validation.outer)
  return validation.strategy.includes('k-fold') ? validation.folds : undefined
}
