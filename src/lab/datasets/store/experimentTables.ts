import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ExperimentFacts } from '../../../contract/datasets.ts'
import type { Finding } from '../../../core/diagnostics/finding.ts'
import { completePreprocessing, completeValidation, DEFAULT_SEED } from '../../../core/experiment/resolve/defaults.ts'
import type { ExperimentFile } from '../../../core/experiment/file/experimentFile.ts'
import { tableUse, type TableUse } from '../../../core/experiment/tableUse.ts'
import { encodeTarget } from '../../../core/preprocessing/encodeTarget.ts'
import { preparedWidth } from '../../../core/run/preparedWidth.ts'
import { inTurns } from '../../eventLoop/inTurns.ts'
import type { DatasetStore } from './datasetStore.ts'
import { findingsOf } from '../profile/findingsOf.ts'
import { loadTable } from './loadTable.ts'
import { readClues } from './readClues.ts'
import type { ReadTable } from '../read/readTable.ts'

/** Tables kept at hand: that of the experiment being edited, and the one before it. */
const MOST_TABLES = 2
/** Answers kept for each of them: an experiment is edited back and forth. */
const MOST_ANSWERS = 8

/** A table and what was found out about it, each worked out once. */
interface KnownTable {
  readonly read: Promise<ReadTable>
  readonly facts: Map<string, Promise<ExperimentFacts>>
  readonly findings: Map<string, Promise<readonly Finding[]>>
}

/** The tables that experiments train on, read from the store once for facts, pre-flight and run. */
export class ExperimentTables {
  readonly #store: DatasetStore
  readonly #tables = new Map<string, KnownTable>()

  constructor(store: DatasetStore) {
    this.#store = store
  }

  /** @throws HoldoutError of the family `dataset` */
  table(datasetId: string, file: ExperimentFile): Promise<ReadTable> {
    return this.#known(datasetId, file).read
  }

  facts(datasetId: string, file: ExperimentFile): Promise<ExperimentFacts> {
    const { read, facts } = this.#known(datasetId, file)
    return once(facts, JSON.stringify([file.preprocessing]), async () => factsOf(await read, file))
  }

  preflight(datasetId: string, file: ExperimentFile): Promise<readonly Finding[]> {
    const { read, findings } = this.#known(datasetId, file)
    return once(findings, JSON.stringify([file.validation, file.seed]), async () => {
      const { table, clues, inspection } = await read
      const { task } = encodeTarget(table, file.task)
      return findingsOf({
        table,
        task,
        columns: inspection.columns,
        clues,
        ...(file.dataset.columns && { settings: file.dataset.columns }),
        validation: completeValidation(file, task),
        seed: file.seed ?? DEFAULT_SEED,
      })
    })
  }

  #known(datasetId: string, file: ExperimentFile): KnownTable {
    const use = tableUse(file)
    const key = JSON.stringify([datasetId, use])
    const known = this.#tables.get(key)
    if (known) return known
    const read = this.#read(datasetId, use)
    const entry = { read, facts: new Map(), findings: new Map() }
    this.#tables.set(key, entry)
    read.catch(() => this.#tables.delete(key))
    forgetOldest(this.#tables, MOST_TABLES)
    return entry
  }

  async #read(datasetId: string, use: TableUse): Promise<ReadTable> {
    const imported = await this.#store.open(datasetId)
    const table = await loadTable(imported, use)
    const { inspection, sha256 } = imported
    const clues = await readClues(imported, use, table)
    return { table, clues, sha256, inspection, warnings: inspection.warnings.map(({ message }) => message) }
  }
}

async function factsOf({ table }: ReadTable, file: ExperimentFile): Promise<ExperimentFacts> {
  const { task, classes, labels } = encodeTarget(table, file.task)
  await nextTurn()
  const classCounts = classes.map(() => 0)
  for (const label of labels ?? []) classCounts[label] += 1
  await nextTurn()
  return {
    task,
    features: table.features.length,
    width: await inTurns(preparedWidth(table, completePreprocessing(file.preprocessing))),
    classes,
    classCounts,
    rows: table.rows,
  }
}

/** What is known under a key, worked out where it is not; a failure is forgotten, so that it is tried again. */
function once<T>(known: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  const before = known.get(key)
  if (before) return before
  const working = work()
  known.set(key, working)
  working.catch(() => known.delete(key))
  forgetOldest(known, MOST_ANSWERS)
  return working
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  for (const oldest of [...map.keys()].slice(0, -most)) map.delete(oldest)
}
