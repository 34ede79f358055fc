/** Every format that a run can be exported in. The command line, its help and `exportRun` go by these. */
import { HoldoutError } from '../../core/errors.ts'
import type { ExportFormat } from './exportFormat.ts'
import { cardFormat } from './formats/card.ts'
import { csvFormat } from './formats/csv.ts'
import { filesFormat } from './formats/files.ts'
import { kerasFormat } from './formats/keras.ts'
import { modelsFormat } from './formats/models.ts'
import { notebookFormat } from './formats/notebook.ts'
import { onnxFormat } from './formats/onnx.ts'
import { parquetFormat } from './formats/parquet.ts'
import { savedModelFormat } from './formats/savedModel.ts'
import { scriptFormat } from './formats/script.ts'
import { tfjsFormat } from './formats/tfjs.ts'
import { tidyFormat } from './formats/tidy.ts'

/** All formats, in the order in which they are listed. Each stands in a file of its own with what writes it. */
export const EXPORT_FORMATS: readonly ExportFormat[] = [
  filesFormat,
  csvFormat,
  tidyFormat,
  parquetFormat,
  modelsFormat,
  kerasFormat,
  onnxFormat,
  savedModelFormat,
  tfjsFormat,
  scriptFormat,
  notebookFormat,
  cardFormat,
]

/** A format by its name. @throws HoldoutError `usage/bad-value`. */
export function exportFormat(id: string): ExportFormat {
  const format = EXPORT_FORMATS.find((row) => row.id === id)
  if (format) return format
  const names = EXPORT_FORMATS.map((row) => row.id).join(', ')
  throw new HoldoutError('usage/bad-value', `--format: expected one of ${names}, received ${JSON.stringify(id)}.`, {
    hint: 'Use "holdout export --help" to see what each format writes.',
  })
}
