/** Runs an exported model by a runtime of its own format, so that its predictions can be compared with ours. */
import type { ExportCheck, ExportOutputs, RunnableFormat } from '../../core/exports/exportCheck.ts'
import { runKeras } from './runKeras.ts'
import { runOnnx } from './runOnnx.ts'
import { runSavedModel } from './runSavedModel.ts'
import { runTfjs } from './runTfjs.ts'

const RUNTIMES: Readonly<Record<RunnableFormat, (check: ExportCheck) => Promise<ExportOutputs>>> = {
  onnx: runOnnx,
  savedmodel: runSavedModel,
  keras: runKeras,
  tfjs: runTfjs,
}

/** What the model predicts for the rows of the check. Throws whatever its runtime says about a file it cannot read. */
export function runExported(check: ExportCheck): Promise<ExportOutputs> {
  return RUNTIMES[check.format](check)
}
