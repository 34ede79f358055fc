import type { DatasetChoices } from '../store/datasetChoices.ts'

/** Where an import is and how far; `share` from 0 to 1 over the whole of it. */
export interface ImportProgress {
  readonly stage: 'reading' | 'typing' | 'storing' | 'profiling'
  readonly share: number
}

/** What is to be read, how, and where to. */
export interface AnalyseOptions {
  readonly path: string
  readonly choices: DatasetChoices
  /** An empty folder of our own: holds the columns afterwards (`StoredColumns`). */
  readonly folder: string
  /** Read only so many bytes. */
  readonly limit?: number
  /** List every cell that was lost and not only the first thousand. */
  readonly listsAll?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
}
