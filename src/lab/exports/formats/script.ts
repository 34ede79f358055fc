import type { ExportFormat } from '../exportFormat.ts'
import { writeScript } from '../script/scriptFiles.ts'

export const scriptFormat: ExportFormat = {
  id: 'script',
  extension: 'py',
  mediaType: 'text/x-python',
  doc: 'experiment.py: the experiment in Keras and scikit-learn with the very same folds',
  onPage: {
    en: { name: 'Python script', doc: 'the experiment in Keras and scikit-learn, with the very same folds' },
    'zh-CN': { name: 'Python 脚本', doc: '用 Keras 和 scikit-learn 写成的实验，各折完全相同' },
  },
  needs: 'run',
  write: (source) => {
    const { cells, files, parity } = writeScript(source)
    return Promise.resolve({ files: new Map([['experiment.py', `${cells.join('\n\n\n')}\n`], ...files]), parity })
  },
}
