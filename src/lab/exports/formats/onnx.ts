import { modelGraph } from '../../../core/exports/modelGraph.ts'
import { onnxFile } from '../../../core/exports/onnxFile.ts'
import type { TrainedModel } from '../../../core/model/trainedModel.ts'
import type { WrittenModel } from '../checkedModel.ts'
import { rawInput } from '../modelInput.ts'
import type { ModelOrigin } from '../modelInput.ts'
import { numberTypes } from '../numberTypes.ts'
import { checkedExport } from '../checkedExport.ts'
import type { ExportFormat } from '../exportFormat.ts'

export const onnxFormat: ExportFormat = {
  id: 'onnx',
  extension: 'onnx',
  mediaType: 'application/octet-stream',
  doc: 'model.onnx (opset 17) with the preparation inside: takes the columns of the CSV by name',
  onPage: {
    en: { name: 'ONNX', doc: 'with the preparation inside: takes the columns of the CSV by name' },
    'zh-CN': { name: 'ONNX', doc: '内含预处理：按列名接受 CSV 的各列' },
  },
  needs: 'finalModel',
  writeModel: writeOnnx,
  write: checkedExport(writeOnnx),
}

/** `model.onnx`, which takes the raw columns by name. */
function writeOnnx(model: TrainedModel, { table, version }: ModelOrigin): Promise<WrittenModel> {
  const graph = modelGraph(model, {
    numbers: numberTypes(model, table),
    prediction: model.task === 'regression' ? 'float64' : 'float32',
  })
  const metadata = { run: model.run, task: model.task, classes: JSON.stringify(model.classes) }
  const description = `${model.name}, trained by Holdout (run ${model.run}).`
  const bytes = onnxFile(graph, { name: model.name, producerVersion: version, description, metadata })
  return Promise.resolve({
    files: new Map([['model.onnx', bytes]]),
    format: 'onnx',
    main: 'model.onnx',
    input: rawInput(model, table),
  })
}
