import type { ExportFormat } from '../exportFormat.ts'
import { writeScript } from '../script/scriptFiles.ts'

export const scriptFormat: ExportFormat = {
  id: 'script',
  extension: 'py',
  mediaType: 'text/x-python',
  doc: 'experiment.py: the experiment in Keras and scikit-learn with the very same folds',
  needs: 'run',
  write: (source) => {
    const { cells, files, parity } = writeScript(source)
    return Promise.resolve({ files: new Map([['experiment.py', `${cells.join('\n\n\n')}\n`], ...files]), parity })
  },
}
