import { rm } from 'node:fs/promises'
import { makeTemporaryFolder } from '../../files/temporaryFolder.ts'
import type { Inspection } from '../../../core/dataset/inspection.ts'
import { associationsWith } from '../profile/associationsWith.ts'
import { analyseCsv } from './analyseCsv.ts'
import type { ImportProgress } from './analyseOptions.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'

export interface InspectOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
  /** Bytes after which a file is only sampled; 4 MiB unless given. */
  readonly sampleBytes?: number
  /** A column that all others are compared with. */
  readonly target?: string
}

const SAMPLE_BYTES = 4 << 20

/**
 * What an import would make of a file: dialect, encoding, columns, ledger, profile, warnings. Nothing is stored.
 * Of a large file only the beginning is read, and `sample` says so.
 * @throws HoldoutError of the families `file`, `csv` and `stopped`; with a target, of `dataset`
 */
export async function inspectCsv(
  path: string,
  choices: DatasetChoices = {},
  options: InspectOptions = {},
): Promise<Inspection> {
  const { sampleBytes = SAMPLE_BYTES, target, ...rest } = options
  const folder = await makeTemporaryFolder('inspect')
  try {
    const { inspection, stored } = await analyseCsv({ path, choices, folder, limit: sampleBytes, ...rest })
    if (target === undefined) return inspection
    const request = { target, ...(choices.columns && { columns: choices.columns }) }
    return { ...inspection, associations: await associationsWith({ stored, inspection }, request, rest) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
