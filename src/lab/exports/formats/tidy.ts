import { writeCsv } from '../../../core/csv/csvWriter.ts'
import type { ExportFormat } from '../exportFormat.ts'
import { resultTables } from '../results/resultTables.ts'

export const tidyFormat: ExportFormat = {
  id: 'tidy',
  extension: 'csv',
  mediaType: 'text/csv',
  doc: 'scores, histories, predictions and diagnostics as tidy CSV, one observation a row',
  needs: 'run',
  write: (source) => {
    const files = resultTables(source).map(({ name, columns, rows }) => {
      const header = columns.map((column) => column.name)
      return [`${name}.csv`, writeCsv(header, rows)] as const
    })
    return Promise.resolve({ files: new Map(files) })
  },
}
