import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ExperimentFacts } from '../../../contract/datasets.ts'
import type { Finding } from '../../../core/diagnostics/finding.ts'
import { mayBlock } from '../../../core/diagnostics/preflight/preflight.ts'
import { completePreprocessing } from '../../../core/experiment/resolve/defaults.ts'
import type { ExperimentFile } from '../../../core/experiment/file/experimentFile.ts'
import { tableUse, type TableUse } from '../../../core/experiment/tableUse.ts'
import { HoldoutError } from '../../../core/errors.ts'
import { encodeTarget } from '../../../core/preprocessing/encodeTarget.ts'
import { preparedWidth } from '../../../core/run/preparedWidth.ts'
import { inTurns } from '../../eventLoop/inTurns.ts'
import type { KnownColumns } from '../profile/columnReader.ts'
import type { DatasetStore } from './datasetStore.ts'
import type { StoredTableFile } from '../../workspace/storedTableFile.ts'
import { findingsOf, findingsOfStored } from '../profile/findingsOf.ts'
import { preflightInput } from '../profile/preflightInput.ts'
import type { AboutTable } from '../profile/preflightInput.ts'
import { collectGarbage, isLargeTable } from './largeTable.ts'
import { loadTable } from './loadTable.ts'
import { readClues } from './readClues.ts'
import type { ReadTable } from '../read/readTable.ts'

/** Tables kept at hand: that of the experiment being edited, and the one before it. */
const MOST_TABLES = 2
/** Answers kept for each of them: an experiment is edited back and forth. */
const MOST_ANSWERS = 8

/** A table that is read once; a large one is let go of when it is not needed, and read again when it is. */
class KnownTable {
  readonly facts = new Map<string, Promise<ExperimentFacts>>()
  readonly findings = new Map<string, Promise<readonly Finding[]>>()
  readonly #readAnew: () => Promise<ReadTable>
  readonly #least: number | undefined
  #reading: Promise<ReadTable> | undefined
  /** Known once it was read. */
  isLarge = false
  /** Of a large one, which need not be read again for what can be had from the file of a run. */
  about: AboutTable | undefined
  stored: StoredTableFile | undefined

  constructor(readAnew: () => Promise<ReadTable>, least: number | undefined) {
    this.#readAnew = readAnew
    this.#least = least
  }

  read(): Promise<ReadTable> {
    return (this.#reading ??= this.#read())
  }

  /** Whether it is held, or being read. */
  get isHeld(): boolean {
    return this.#reading !== undefined
  }

  /** What was found out about it is kept. Returns whether it is large: whoever still used it may have kept it from being collected. */
  release(): boolean {
    if (this.isLarge) this.#reading = undefined
    return this.isLarge
  }

  async #read(): Promise<ReadTable> {
    try {
      const read = await this.#readAnew()
      const { rows, features } = read.table
      this.isLarge = isLargeTable({ rows, features: features.length }, this.#least)
      if (this.isLarge) this.about = aboutTable(read)
      return read
    } catch (error) {
      this.#reading = undefined
      throw error
    }
  }
}

/** The tables that experiments train on, read from the store once for facts, pre-flight and run. */
export class ExperimentTables {
  readonly #store: DatasetStore
  readonly #least: number | undefined
  readonly #tables = new Map<string, KnownTable>()
  /** That of the last question: of the experiment as it is now. */
  #newest: KnownTable | undefined
  #lastRead: Promise<void> = Promise.resolve()
  /** Of the dataset that was read last: an edit of the experiment uses most of its columns again. */
  #columns: { readonly datasetId: string; readonly known: KnownColumns } | undefined
  /** Pre-flights of large tables under way. */
  readonly #preflights = new Set<AbortController>()
  /** Ends with the training that large tables make room for. */
  #training: Promise<void> | undefined
  /** Its findings are kept with the run. */
  #trainedOn: KnownTable | undefined

  /** @param least cells of a table that is large; as many as {@link isLargeTable} says unless given */
  constructor(store: DatasetStore, least?: number) {
    this.#store = store
    this.#least = least
  }

  /** @throws HoldoutError of the family `dataset` */
  table(datasetId: string, file: ExperimentFile): Promise<ReadTable> {
    return this.#known(datasetId, file).read()
  }

  facts(datasetId: string, file: ExperimentFile): Promise<ExperimentFacts> {
    const known = this.#known(datasetId, file)
    return once(known.facts, JSON.stringify([file.preprocessing]), async () => factsOf(await known.read(), file))
  }

  /** Findings before training. On a large table they wait while one is trained on ({@link yieldTo}). */
  preflight(datasetId: string, file: ExperimentFile): Promise<readonly Finding[]> {
    const known = this.#known(datasetId, file)
    return once(known.findings, JSON.stringify([file.validation, file.seed]), async () => {
      for (let hasWaited = false; ; hasWaited = true) {
        const found = await this.#tryPreflight(known, file)
        // Read again for this alone.
        if (found && hasWaited) this.#letGo()
        if (found) return found
        await this.#training
        if (known !== this.#newest && known !== this.#trainedOn) throw superseded()
      }
    })
  }

  /** Findings of the pre-flight that block. Waits for it only where one of them may: the rest of it takes seconds on millions of rows. */
  async blocking(datasetId: string, file: ExperimentFile): Promise<readonly Finding[]> {
    const read = await this.table(datasetId, file)
    const input = preflightInput(read.table, aboutTable(read), file)
    if (!mayBlock(input)) return []
    const findings = await (this.#training ? findingsOf(input) : this.preflight(datasetId, file))
    return findings.filter(({ blocks }) => blocks)
  }

  /**
   * Lets go of large tables at once, and gives up their pre-flights until `training` is over: a run that has begun has a table of its
   * own, and together they would take more memory than many machines have.
   * @param stored the table that was asked for last, as the run has stored it
   */
  yieldTo(training: Promise<void>, stored?: StoredTableFile): void {
    const held = training
      .catch(() => undefined)
      .finally(() => {
        if (this.#training === held) this.#training = undefined
      })
    this.#training = held
    this.#trainedOn = this.#newest
    if (this.#newest && stored) this.#newest.stored = stored
    for (const stop of this.#preflights) stop.abort()
    this.#letGo()
  }

  #letGo(): void {
    if (this.#newest?.isLarge) this.#columns = undefined
    this.#release()
  }

  /** In a function of its own: nothing of it may keep the table while the pre-flight waits. Absent where a training comes first. */
  async #tryPreflight(known: KnownTable, file: ExperimentFile): Promise<readonly Finding[] | undefined> {
    if (known.isLarge && this.#training) return undefined
    const { about, stored } = known
    if (about && stored && !known.isHeld) {
      try {
        return await this.#interruptible((signal) => findingsOfStored({ stored, about, file }, signal))
      } catch (error) {
        // Whoever deletes a run may delete its table.
        if (!(error instanceof HoldoutError && error.code === 'workspace/no-table')) throw error
        known.stored = undefined
      }
    }
    const read = await known.read()
    const input = preflightInput(read.table, aboutTable(read), file)
    if (!known.isLarge) return findingsOf(input)
    if (this.#training) return undefined
    return this.#interruptible((signal) => findingsOf(input, signal))
  }

  /** A pre-flight that ends without findings when a training needs its memory. */
  async #interruptible(
    find: (signal: AbortSignal) => Promise<readonly Finding[]>,
  ): Promise<readonly Finding[] | undefined> {
    const stop = new AbortController()
    this.#preflights.add(stop)
    try {
      return await find(stop.signal)
    } catch (error) {
      if (stop.signal.aborted) return undefined
      throw error
    } finally {
      this.#preflights.delete(stop)
      // Once the frames that held its columns are gone.
      setImmediate(collectGarbage)
    }
  }

  /** @param kept key of a table that is being read */
  #release(kept?: string): void {
    const released = [...this.#tables].filter(([key, known]) => key !== kept && known.release())
    if (released.length > 0) collectGarbage()
  }

  #known(datasetId: string, file: ExperimentFile): KnownTable {
    const use = tableUse(file)
    const key = JSON.stringify([datasetId, use])
    const known = this.#tables.get(key) ?? new KnownTable(() => this.#readNext(key, datasetId, use), this.#least)
    this.#tables.set(key, known)
    this.#newest = known
    forgetOldest(this.#tables, MOST_TABLES)
    return known
  }

  /** Reads one table after the other, so that no two large ones are held: that of an experiment as it was is let go of. */
  #readNext(key: string, datasetId: string, use: TableUse): Promise<ReadTable> {
    const reading = this.#lastRead.then(() => {
      this.#release(key)
      return this.#read(datasetId, use)
    })
    this.#lastRead = reading.catch(() => undefined).then(() => undefined)
    return reading
  }

  async #read(datasetId: string, use: TableUse): Promise<ReadTable> {
    const imported = await this.#store.open(datasetId)
    if (this.#columns?.datasetId !== datasetId) this.#columns = { datasetId, known: new Map() }
    const { known } = this.#columns
    const table = await loadTable(imported, use, { known })
    const { inspection, sha256 } = imported
    const clues = await readClues(imported, use, table, { known })
    return { table, clues, sha256, inspection, warnings: inspection.warnings.map(({ message }) => message) }
  }
}

function superseded(): HoldoutError {
  return new HoldoutError(
    'stopped/by-user',
    'The pre-flight was stopped when a run began, and the experiment uses other columns now.',
    { hint: 'Change a setting of the data to check it again.' },
  )
}

function aboutTable({ clues, inspection }: ReadTable): AboutTable {
  return { clues, columns: inspection.columns }
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
