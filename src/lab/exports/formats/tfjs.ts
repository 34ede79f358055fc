import { tfjsModel } from '../../../core/exports/tfjsModel.ts'
import type { TrainedModel } from '../../../core/model/trainedModel.ts'
import type { WrittenModel } from '../checkedModel.ts'
import { matrixInput, onlyMember, preparation } from '../modelInput.ts'
import type { ModelOrigin } from '../modelInput.ts'
import { checkedExport } from '../checkedExport.ts'
import type { ExportFormat } from '../exportFormat.ts'

export const tfjsFormat: ExportFormat = {
  id: 'tfjs',
  extension: 'json',
  mediaType: 'application/json',
  doc: 'tfjs/, a layers model for TensorFlow.js',
  onPage: {
    en: { name: 'TensorFlow.js', doc: 'a layers model' },
    'zh-CN': { name: 'TensorFlow.js', doc: '层模型' },
  },
  needs: 'finalModel',
  holdsOneNetwork: true,
  writeModel: writeTfjs,
  write: checkedExport(writeTfjs),
}

/** `tfjs/`, a layers model, prepared as `.keras` is. */
function writeTfjs(model: TrainedModel, { table }: ModelOrigin, takesRaw: boolean): Promise<WrittenModel> {
  const { json, weights } = tfjsModel(model, onlyMember(model), takesRaw)
  const files = new Map<string, string | Uint8Array>([
    ['tfjs/model.json', JSON.stringify(json)],
    ['tfjs/weights.bin', weights],
    ...preparation(model, takesRaw),
  ])
  return Promise.resolve({ files, format: 'tfjs', main: 'tfjs', input: matrixInput(model, table, takesRaw) })
}
