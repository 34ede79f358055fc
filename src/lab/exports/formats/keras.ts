import { kerasModel } from '../../../core/exports/kerasModel.ts'
import type { TrainedModel } from '../../../core/model/trainedModel.ts'
import type { WrittenModel } from '../checkedModel.ts'
import { kerasFile } from '../kerasFile.ts'
import { matrixInput, onlyMember, preparation } from '../modelInput.ts'
import type { ModelOrigin } from '../modelInput.ts'
import { checkedExport } from '../checkedExport.ts'
import type { ExportFormat } from '../exportFormat.ts'

export const kerasFormat: ExportFormat = {
  id: 'keras',
  extension: 'keras',
  mediaType: 'application/zip',
  doc: 'model.keras for Keras 3; what its layers cannot prepare is in preprocessing.json',
  onPage: {
    en: { name: 'Keras', doc: 'for Keras 3; what its layers cannot prepare comes as JSON' },
    'zh-CN': { name: 'Keras', doc: '用于 Keras 3；其层无法完成的预处理以 JSON 附上' },
  },
  needs: 'finalModel',
  holdsOneNetwork: true,
  writeModel: writeKeras,
  write: checkedExport(writeKeras),
}

/** `model.keras`, with the preparation of numbers inside where Keras has a layer for it, else with a reader beside it. */
async function writeKeras(
  model: TrainedModel,
  { table, savedAt }: ModelOrigin,
  takesRaw: boolean,
): Promise<WrittenModel> {
  const member = onlyMember(model)
  const bytes = await kerasFile(kerasModel(model, member, { takesRaw, savedAt }))
  const files = new Map<string, string | Uint8Array>([['model.keras', bytes], ...preparation(model, takesRaw)])
  return { files, format: 'keras', main: 'model.keras', input: matrixInput(model, table, takesRaw) }
}
