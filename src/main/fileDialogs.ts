import { dialog } from 'electron'
import type { BrowserWindow, FileFilter } from 'electron'
import { extname } from 'node:path'

const CSV: FileFilter = {
  name: 'Tables',
  extensions: ['csv', 'tsv', 'txt', 'dat', 'gz', 'parquet', 'json', 'jsonl', 'ndjson', 'xlsx', 'xlsm'],
}
const EXPERIMENT: FileFilter = { name: 'Experiments', extensions: ['yaml', 'yml', 'json'] }
const REPORT: FileFilter = { name: 'Reports', extensions: ['html', 'json'] }
const MODEL: FileFilter = { name: 'Models', extensions: ['json'] }
const ALL: FileFilter = { name: 'All files', extensions: ['*'] }

const FILTERS = {
  csv: [CSV, ALL],
  experiment: [EXPERIMENT, ALL],
  report: [REPORT, ALL],
  model: [MODEL, ALL],
  any: [CSV, EXPERIMENT, ALL],
} as const

/** What may be opened. */
export type FileKind = keyof typeof FILTERS

/** Asks for one file, beginning in `folder` where that is given; undefined when called off. */
export async function askForFile(window: BrowserWindow, kind: FileKind, folder?: string): Promise<string | undefined> {
  const answer = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [...FILTERS[kind]],
    ...(folder !== undefined && { defaultPath: folder }),
  })
  return answer.canceled ? undefined : answer.filePaths.at(0)
}

/** Asks where to save; undefined when called off. The dialog itself asks before it overwrites. */
export async function askWhereToSave(window: BrowserWindow, name: string): Promise<string | undefined> {
  const extension = extname(name).slice(1)
  const filters = extension === '' ? [ALL] : [{ name: extension.toUpperCase(), extensions: [extension] }, ALL]
  const answer = await dialog.showSaveDialog(window, { defaultPath: name, filters })
  return answer.canceled || answer.filePath === '' ? undefined : answer.filePath
}
