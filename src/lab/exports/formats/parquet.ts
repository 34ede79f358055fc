import type { ExportFormat } from '../exportFormat.ts'
import { parquetFile } from '../results/parquetFile.ts'
import { resultTables } from '../results/resultTables.ts'

export const parquetFormat: ExportFormat = {
  id: 'parquet',
  extension: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  doc: 'the same four tables as Parquet',
  onPage: {
    en: { name: 'Parquet', doc: 'the tables of Tidy CSV as Parquet' },
    'zh-CN': { name: 'Parquet', doc: '整洁 CSV 的各表，Parquet 格式' },
  },
  needs: 'run',
  write: async (source) => {
    const files = new Map<string, Uint8Array>()
    for (const table of resultTables(source)) files.set(`${table.name}.parquet`, await parquetFile(table))
    return { files }
  },
}
