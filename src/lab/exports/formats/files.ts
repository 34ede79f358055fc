import type { RunDocument } from '../../../core/run/runDocument.ts'
import type { ExportFiles } from '../exportFile.ts'
import type { ExportFormat } from '../exportFormat.ts'
import type { ExportSource } from '../exportSource.ts'
import { resultFiles } from '../report/resultFiles.ts'
import { savedModels } from './savedModels.ts'

export const filesFormat: ExportFormat = {
  id: 'files',
  extension: '',
  mediaType: 'text/html',
  doc: 'what "run --out" writes: report, result, predictions, experiment, and final models',
  onPage: {
    en: { name: 'Files of the run', doc: 'report, result, predictions, experiment and final models' },
    'zh-CN': { name: '运行文件', doc: '报告、结果、预测、实验和最终模型' },
  },
  needs: 'run',
  isResult: true,
  write: async (source) => ({ files: new Map([...(await runFiles(source)), ...(await savedModels(source))]) }),
}

async function runFiles({ document, diagnosed, predictions }: ExportSource): Promise<ExportFiles> {
  const experimentFile = isJson(document) ? 'experiment.json' : 'experiment.yaml'
  return resultFiles(await diagnosed(), { experimentFile, predictions: predictions() })
}

/** YAML takes JSON too, but the file was one or the other. */
function isJson({ experiment }: RunDocument): boolean {
  return experiment.trimStart().startsWith('{')
}
