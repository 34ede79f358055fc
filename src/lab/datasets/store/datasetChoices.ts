import type { DatasetSettings } from '../../../core/dataset/datasetSettings.ts'

/** What a person may say about how a file is to be read; everything absent is guessed. */
export type DatasetChoices = Partial<Omit<DatasetSettings, 'file' | 'target'>>

/** Those choices that change what is stored, in one canonical order: roles and targets do not. */
export function readingChoices(choices: DatasetChoices): string {
  const { header, delimiter, quote, encoding, decimal, thousands, missing, rejected, columns } = choices
  const types = Object.entries(columns ?? {})
    .filter(([, { type, missing: tokens }]) => type !== undefined || tokens !== undefined)
    .map(([name, { type, missing: tokens }]) => [name, type ?? null, tokens ?? null] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(
    [header, delimiter, quote, encoding, decimal, thousands, missing, rejected, types].map((one) => one ?? null),
  )
}
