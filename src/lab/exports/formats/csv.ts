import type { ExportFormat } from '../exportFormat.ts'
import { historiesCsv, scoresCsv } from '../report/fitsCsv.ts'
import { RESULT_FILES } from '../report/resultFiles.ts'

export const csvFormat: ExportFormat = {
  id: 'csv',
  extension: 'csv',
  mediaType: 'text/csv',
  doc: 'scores and history of every fit, held-out prediction of every row',
  onPage: {
    en: { name: 'CSV', doc: 'scores and history of every fit, held-out predictions' },
    'zh-CN': { name: 'CSV', doc: '每次拟合的得分与历史、留出预测' },
  },
  needs: 'run',
  isResult: true,
  write: (source) =>
    Promise.resolve({
      files: new Map([
        ['scores.csv', scoresCsv(source.document)],
        ['histories.csv', historiesCsv(source.document)],
        [RESULT_FILES.predictions, source.predictions()],
      ]),
    }),
}
