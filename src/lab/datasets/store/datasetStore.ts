import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatasetSummary } from '../../../contract/datasets.ts'
import { importDataset, openDataset } from './importDataset.ts'
import type { ImportedDataset, ImportOptions } from './importDataset.ts'

/** The datasets of a workspace: imports into its folder, and keeps those opened last at hand. */
export class DatasetStore {
  readonly #folder: string
  readonly #requireStoring: (() => void) | undefined
  readonly #opened = new Map<string, Promise<ImportedDataset>>()

  /** @param requireStoring throws where nothing new may be stored now */
  constructor(folder: string, requireStoring?: () => void) {
    this.#folder = folder
    this.#requireStoring = requireStoring
  }

  async import(options: Pick<ImportOptions, 'file' | 'choices' | 'signal' | 'onProgress'>): Promise<ImportedDataset> {
    const storing = this.#requireStoring && { requireStoring: this.#requireStoring }
    const dataset = await importDataset({ ...options, ...storing, folder: this.#folder })
    this.#opened.set(dataset.id, Promise.resolve(dataset))
    return dataset
  }

  /** The dataset of the workspace that has these bytes, read in this way; `undefined` where there is none. Stores nothing. */
  async known(options: Pick<ImportOptions, 'file' | 'choices'>): Promise<DatasetSummary | undefined> {
    const refused = new Error('not known')
    const requireStoring = (): void => {
      throw refused
    }
    try {
      const { id } = await importDataset({ ...options, requireStoring, folder: this.#folder })
      return await this.summary(id)
    } catch (error) {
      if (error === refused) return undefined
      throw error
    }
  }

  /** @throws HoldoutError `dataset/not-found` */
  open(id: string): Promise<ImportedDataset> {
    const known = this.#opened.get(id)
    if (known) return known
    const opening = openDataset(this.#folder, id)
    this.#opened.set(id, opening)
    opening.catch(() => this.#opened.delete(id))
    return opening
  }

  /** Newest first. */
  async list(): Promise<readonly DatasetSummary[]> {
    const names = await readdir(this.#folder).catch(() => [])
    const ids = names.filter((name) => /^[0-9a-f]{64}$/.test(name))
    const found = await Promise.all(ids.map((id) => this.summary(id).catch(() => undefined)))
    return found.filter((summary) => summary !== undefined).sort((a, b) => (a.importedAt < b.importedAt ? 1 : -1))
  }

  async summary(id: string): Promise<DatasetSummary> {
    const { sha256, choices, inspection, folder } = await this.open(id)
    const { name, bytes, rows, columns } = inspection
    const { mtime } = await stat(join(folder, 'dataset.json'))
    return { id, name, sha256, bytes, rows, columns: columns.length, importedAt: mtime.toISOString(), choices }
  }
}
