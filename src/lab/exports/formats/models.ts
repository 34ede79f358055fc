import type { ExportFormat } from '../exportFormat.ts'
import { noModels } from '../exportSource.ts'
import { savedModels } from './savedModels.ts'

export const modelsFormat: ExportFormat = {
  id: 'models',
  extension: 'json',
  mediaType: 'application/json',
  doc: 'the final models in models/, for "holdout predict"',
  onPage: {
    en: { name: 'Holdout models', doc: 'the final models, for “holdout predict”' },
    'zh-CN': { name: 'Holdout 模型', doc: '最终模型，供 “holdout predict” 使用' },
  },
  needs: 'finalModel',
  isResult: true,
  write: async (source) => {
    const files = await savedModels(source)
    if (files.size === 0) throw noModels(source)
    return { files }
  },
}
