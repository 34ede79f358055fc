import type { ExportFormat } from '../exportFormat.ts'
import { noModels } from '../exportSource.ts'
import { savedModels } from './savedModels.ts'

export const modelsFormat: ExportFormat = {
  id: 'models',
  extension: 'json',
  mediaType: 'application/json',
  doc: 'the final models in models/, for "holdout predict"',
  needs: 'finalModel',
  isResult: true,
  write: async (source) => {
    const files = await savedModels(source)
    if (files.size === 0) throw noModels(source)
    return { files }
  },
}
