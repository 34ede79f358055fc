import type { DatasetSettings } from '../../../core/dataset/datasetSettings.ts'

/** What a person may say about how a file is to be read; everything absent is guessed. */
export type DatasetChoices = Partial<Omit<DatasetSettings, 'file' | 'target' | 'rows'>>

/** Those choices that change what is stored, in one canonical order: roles and targets do not. */
export function readingChoices(choices: DatasetChoices): string {
  const { header, delimiter, quote, encoding, decimal, thousands, missing, rejected, sheet, range, names, columns } =
    choices
  const own = Object.entries(columns ?? {})
    .map(([name, { role: _role, parts: _parts, order: _order, ...reading }]) => [name, reading] as const)
    .filter(([, reading]) => Object.values(reading).some((one) => one !== undefined))
    .map(([name, reading]) => [name, Object.entries(reading).sort(byName)] as const)
    .sort(byName)
  const said = [header, delimiter, quote, encoding, decimal, thousands, missing, rejected, own].map(
    (one) => one ?? null,
  )
  // Datasets from before there were workbooks keep their address.
  const part = sheet === undefined && range === undefined ? [] : [sheet ?? null, range ?? null]
  const renamed = names && Object.keys(names).length > 0 ? [{ names: Object.entries(names).sort(byName) }] : []
  return JSON.stringify([...said, ...part, ...renamed])
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}
