import { csvParts } from '../../../core/csv/csvWriter.ts'
import type { ExportFormat } from '../exportFormat.ts'
import { resultTables } from '../results/resultTables.ts'

export const tidyFormat: ExportFormat = {
  id: 'tidy',
  extension: 'csv',
  mediaType: 'text/csv',
  doc: 'scores, histories, predictions and diagnostics as tidy CSV, one observation a row',
  onPage: {
    en: { name: 'Tidy CSV', doc: 'scores, histories, predictions and diagnostics, one observation a row' },
    'zh-CN': { name: '整洁 CSV', doc: '得分、历史、预测和诊断，每行一个观测' },
  },
  needs: 'run',
  write: (source) => {
    const files = resultTables(source).map(({ name, columns, rows }) => {
      const header = columns.map((column) => column.name)
      return [`${name}.csv`, csvParts(header, rows)] as const
    })
    return Promise.resolve({ files: new Map(files) })
  },
}
