import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Inspection } from '../../../core/dataset/inspection.ts'
import type { Ledger, LedgerEntry } from '../../../core/dataset/ledger.ts'
import type { LevelOrder } from '../../../core/dataset/levelOrder.ts'
import { HoldoutError } from '../../../core/errors.ts'
import { analyseCsv } from '../read/analyseCsv.ts'
import type { ImportProgress } from '../read/analyseOptions.ts'
import { readingChoices } from './datasetChoices.ts'
import type { DatasetChoices } from './datasetChoices.ts'
import { fileSumsOf } from '../../files/fileSums.ts'
import type { FileSums } from '../../files/fileSums.ts'
import { contentOf, replaceFile, summed } from '../../files/jsonFile.ts'
import { makeFolder } from '../../files/makeFolder.ts'
import { makePrivate, PRIVATE_FOLDER } from '../../files/privateFiles.ts'
import { StoredColumns } from './storedColumns.ts'
import type { StoredLayout } from './storedColumns.ts'
import { workspaceError } from '../../workspace/workspaceError.ts'
import { fileError } from '../source/fileError.ts'
import { readChunks, sourceFile } from '../source/sourceFile.ts'
import type { SourceFile } from '../source/sourceFile.ts'

/** A dataset in the store: immutable, known by its file's bytes and the choices it was read with. */
export interface ImportedDataset {
  /** Content address: SHA-256 over the file's SHA-256 and the reading choices, hex. */
  readonly id: string
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256: string
  readonly folder: string
  readonly stored: StoredColumns
  readonly choices: DatasetChoices
  readonly inspection: Inspection
  /** How its numbers are ordered where they are classes, groups or levels. */
  readonly levelOrder: LevelOrder
  /** Whether it was in the store already, and nothing had to be done. */
  readonly wasKnown: boolean
}

export interface ImportOptions {
  readonly file: string
  readonly choices?: DatasetChoices
  /** Folder of the dataset store; made if it is not there. */
  readonly folder: string
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
  /** Throws where nothing new may be stored now; what is known already is given all the same. */
  readonly requireStoring?: () => void
}

/** Part of the address: a dataset stored by an older way of reading is read anew. */
const STORE_VERSION = 4

/** Before, numbers that are classes, groups or levels were in the order of text. A dataset stored then stays so. */
const BY_VALUE_SINCE = 4
const RECORD = 'dataset.json'
/** Which file has which columns; there where they are in several. */
const LAYOUT = 'layout.json'

/**
 * Imports a CSV into the store: typed Parquet, profile, ledger, and the first bytes of the original. Written under a temporary
 * name and renamed, so that a dataset is there whole or not at all; importing the same bytes with the same choices again is instant.
 * @throws HoldoutError of the families `file`, `csv`, `workspace` and `stopped`; nothing is left behind then
 */
export async function importDataset(options: ImportOptions): Promise<ImportedDataset> {
  const { file, choices = {}, folder } = options
  const source = await sourceFile(file)
  const known = await findKnown(source, options)
  if (known) return known
  options.requireStoring?.()
  await makeFolder(folder, PRIVATE_FOLDER).catch((cause: unknown) => {
    throw workspaceError(cause, folder)
  })
  const temporary = join(folder, `.incoming-${randomUUID()}`)
  try {
    await mkdir(temporary, { mode: PRIVATE_FOLDER })
    return await importInto(temporary, options, choices)
  } catch (error) {
    throw fileError(error, folder)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/**
 * A dataset of the store by its id; one of before there were checksums is given some, where the workspace can be written to.
 * @throws HoldoutError `dataset/not-found`, `dataset/damaged`
 */
export async function openDataset(folder: string, id: string): Promise<ImportedDataset> {
  const own = join(folder, id)
  const { record, files } = await readWhole(own, id)
  if (record.files === undefined) await rewriteRecord(own, { ...record, files }).catch(() => undefined)
  return datasetIn(own, record, id)
}

/** A dataset of the store as {@link openDataset}, writing nothing. @throws HoldoutError `dataset/not-found`, `dataset/damaged` */
export async function readDataset(folder: string, id: string): Promise<ImportedDataset> {
  const own = join(folder, id)
  const { record } = await readWhole(own, id)
  return datasetIn(own, record, id)
}

async function datasetIn(own: string, record: DatasetRecord, id: string): Promise<ImportedDataset> {
  const profile = await readJson<StoredProfile>(join(own, 'profile.json'))
  const ledger = await readJson<Ledger>(join(own, 'ledger.json'))
  const { sha256, choices, store } = record
  return {
    id,
    sha256,
    folder: own,
    stored: await storedColumns(own, record),
    choices,
    inspection: { ...profile, ledger },
    levelOrder: store >= BY_VALUE_SINCE ? 'value' : 'text',
    wasKnown: true,
  }
}

/** @throws HoldoutError `dataset/not-found`, `dataset/damaged` */
async function readRecord(own: string, id: string): Promise<DatasetRecord> {
  const text = await readFile(join(own, RECORD), 'utf8').catch((cause: unknown) => {
    throw new HoldoutError('dataset/not-found', `There is no whole dataset ${id.slice(0, 12)} in the workspace.`, {
      hint: 'Import its file again.',
      cause,
    })
  })
  try {
    const record = contentOf(JSON.parse(text))
    if (record !== undefined) return record as DatasetRecord
  } catch {
    // Not even JSON any more.
  }
  throw damaged(id)
}

/**
 * The record of a dataset, and the checksums of its files now: what is kept of it must be what was written.
 * @throws HoldoutError `dataset/not-found`, `dataset/damaged`
 */
async function readWhole(
  own: string,
  id: string,
): Promise<{ readonly record: DatasetRecord; readonly files: FileSums }> {
  const record = await readRecord(own, id)
  const files = await fileSumsOf(own, RECORD)
  const isSame =
    isAddress(record, id) && (record.files === undefined || JSON.stringify(record.files) === JSON.stringify(files))
  if (!isSame) throw damaged(id)
  return { record, files }
}

function damaged(id: string): HoldoutError {
  return new HoldoutError('dataset/damaged', `The dataset ${id.slice(0, 12)} of the workspace is damaged.`, {
    hint: 'Import its file again; it is then stored anew.',
  })
}

/** The address is over what the record says, in the store's version of its time. */
function isAddress({ sha256, choices, store }: DatasetRecord, id: string): boolean {
  return datasetId(sha256, choices, store) === id
}

/** With its old time, which says when the dataset was imported. */
async function rewriteRecord(own: string, record: DatasetRecord): Promise<void> {
  const path = join(own, RECORD)
  const { atime, mtime } = await stat(path)
  await replaceFile(path, recordText(record), { isPrivate: true })
  await utimes(path, atime, mtime)
}

function recordText(record: DatasetRecord): string {
  return JSON.stringify(summed(record), null, 1)
}

/** What `dataset.json` holds: the address and what it was made of. */
interface DatasetRecord {
  readonly store: number
  readonly id: string
  readonly sha256: string
  readonly choices: DatasetChoices
  /** Checksums of the other files; absent in datasets from before there were any. */
  readonly files?: FileSums
}
type StoredProfile = Omit<Inspection, 'ledger'>

async function importInto(
  temporary: string,
  options: ImportOptions,
  choices: DatasetChoices,
): Promise<ImportedDataset> {
  const { file, folder, signal, onProgress } = options
  const { inspection, head, stored } = await analyseCsv({
    path: file,
    choices,
    folder: temporary,
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  })
  const sha256 = inspection.sha256 ?? ''
  const id = datasetId(sha256, choices)
  await rm(join(temporary, 'plain.csv'), { force: true })
  await rm(join(temporary, 'spill'), { recursive: true, force: true })
  await rm(join(temporary, 'converted'), { recursive: true, force: true })
  const { ledger: entries, ...profile } = inspection
  const ledger = [...(await readAnewEntries(folder, sha256, choices)), ...entries]
  await writeFile(join(temporary, 'profile.json'), JSON.stringify(profile))
  await writeFile(join(temporary, 'ledger.json'), JSON.stringify(ledger, null, 1))
  await writeFile(join(temporary, 'head.csv'), head.subarray(0, 64 * 1024))
  if (stored.layout) await writeFile(join(temporary, LAYOUT), JSON.stringify(stored.layout))
  const files = await fileSumsOf(temporary, RECORD)
  const record: DatasetRecord = { store: STORE_VERSION, id, sha256, choices, files }
  await writeFile(join(temporary, RECORD), recordText(record))
  await makePrivate(temporary)
  // A damaged copy makes way.
  await openDataset(folder, id).catch(() => rm(join(folder, id), { recursive: true, force: true }))
  await putInPlace(temporary, join(folder, id))
  onProgress?.({ stage: 'profiling', share: 1 })
  const own = join(folder, id)
  return {
    id,
    sha256,
    folder: own,
    stored: StoredColumns.inFolder(own, stored.layout),
    choices,
    inspection: { ...profile, ledger },
    levelOrder: 'value',
    wasKnown: false,
  }
}

async function storedColumns(own: string, { files = {} }: DatasetRecord): Promise<StoredColumns> {
  const layout = LAYOUT in files ? await readJson<StoredLayout>(join(own, LAYOUT)) : undefined
  return StoredColumns.inFolder(own, layout)
}

/** Another process may have imported the same meanwhile: then its copy, which is equal, stays. */
async function putInPlace(temporary: string, final: string): Promise<void> {
  await rename(temporary, final).catch(async (error: unknown) => {
    const isThere = await readFile(join(final, RECORD)).then(
      () => true,
      () => false,
    )
    if (!isThere) throw error
  })
}

async function findKnown(
  source: SourceFile,
  { folder, choices = {}, signal }: ImportOptions,
): Promise<ImportedDataset | undefined> {
  const hash = createHash('sha256')
  for await (const chunk of readChunks(source, signal)) hash.update(chunk)
  const id = datasetId(hash.digest('hex'), choices)
  return openDataset(folder, id).catch(() => undefined)
}

/** Said where the store has the same file as an older version of Holdout read it; that dataset and its runs stay as they are. */
async function readAnewEntries(folder: string, sha256: string, choices: DatasetChoices): Promise<LedgerEntry[]> {
  const older = Array.from({ length: STORE_VERSION - 1 }, (_, version) => datasetId(sha256, choices, version + 1))
  const found = await Promise.all(older.map((id) => openDataset(folder, id).catch(() => undefined)))
  if (found.every((dataset) => dataset === undefined)) return []
  return [
    {
      kind: 'readAnew',
      count: 1,
      message:
        'The file was read anew: an older version of Holdout had imported it. Numbers that are classes, groups or levels are now in order of value (9 before 10), so folds and codes of classes can differ from those of earlier runs.',
      samples: [],
      severity: 'info',
    },
  ]
}

function datasetId(sha256: string, choices: DatasetChoices, version = STORE_VERSION): string {
  return createHash('sha256')
    .update(`${String(version)}\n${sha256}\n${readingChoices(choices)}`)
    .digest('hex')
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T
}
