import { modelGraph } from '../../../core/exports/modelGraph.ts'
import { tensorflowFile } from '../../../core/exports/tensorflowFile.ts'
import type { TrainedModel } from '../../../core/model/trainedModel.ts'
import type { WrittenModel } from '../checkedModel.ts'
import { rawInput } from '../modelInput.ts'
import type { ModelOrigin } from '../modelInput.ts'
import { checkedExport } from '../checkedExport.ts'
import type { ExportFormat } from '../exportFormat.ts'

export const savedModelFormat: ExportFormat = {
  id: 'savedmodel',
  extension: 'pb',
  mediaType: 'application/octet-stream',
  doc: 'savedmodel/ for TensorFlow with the preparation inside: takes the columns of the CSV by name',
  onPage: {
    en: { name: 'SavedModel', doc: 'for TensorFlow, with the preparation inside' },
    'zh-CN': { name: 'SavedModel', doc: '用于 TensorFlow，内含预处理' },
  },
  needs: 'finalModel',
  writeModel: writeSavedModel,
  write: checkedExport(writeSavedModel),
}

/** `savedmodel/`, which takes the raw columns by name; all numbers in single precision. */
function writeSavedModel(model: TrainedModel, { table }: ModelOrigin): Promise<WrittenModel> {
  const { bytes } = tensorflowFile(modelGraph(model, { numbers: new Map(), prediction: 'float32' }))
  return Promise.resolve({
    files: new Map([['savedmodel/saved_model.pb', bytes]]),
    format: 'savedmodel',
    main: 'savedmodel',
    input: rawInput(model, table),
  })
}
