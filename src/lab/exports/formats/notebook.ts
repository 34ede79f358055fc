import type { ExportFormat } from '../exportFormat.ts'
import { notebook } from '../script/notebook.ts'
import { writeScript } from '../script/scriptFiles.ts'

export const notebookFormat: ExportFormat = {
  id: 'notebook',
  extension: 'ipynb',
  mediaType: 'application/x-ipynb+json',
  doc: 'experiment.ipynb: the same as a Jupyter notebook',
  onPage: {
    en: { name: 'Jupyter notebook', doc: 'the script as a notebook' },
    'zh-CN': { name: 'Jupyter 笔记本', doc: '同一脚本的笔记本' },
  },
  needs: 'run',
  write: (source) => {
    const { cells, files, parity } = writeScript(source)
    return Promise.resolve({ files: new Map([['experiment.ipynb', notebook(cells)], ...files]), parity })
  },
}
