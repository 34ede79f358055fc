import type { ExportFormat } from '../exportFormat.ts'
import { historiesCsv, scoresCsv } from '../report/fitsCsv.ts'
import { RESULT_FILES } from '../report/resultFiles.ts'

export const csvFormat: ExportFormat = {
  id: 'csv',
  extension: 'csv',
  mediaType: 'text/csv',
  doc: 'scores and history of every fit, held-out prediction of every row',
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
