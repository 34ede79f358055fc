import { HoldoutError } from '../../core/errors.ts'
import { modelCardFiles } from './card/modelCardFiles.ts'
import { checkModel } from './checkedModel.ts'
import type { ExportFormat, ModelWriter } from './exportFormat.ts'
import { chosenModel } from './exportSource.ts'
import { canTakeRaw } from './modelInput.ts'

/** How a format that holds one model is written: it is run by its own runtime, and comes with its card. */
export function checkedExport(writeModel: ModelWriter): ExportFormat['write'] {
  return async (source, checker) => {
    const opened = await chosenModel(source)
    const { trained: model } = opened
    const { document, table } = source
    const origin = { table, version: document.environment.holdout, savedAt: document.startedAt }
    const check = async (takesRaw: boolean) => {
      const written = await writeModel(model, origin, takesRaw)
      return { written, parity: await checkModel(written, { model, table, checker }) }
    }
    const { written, parity } = await checkedEitherWay(check, canTakeRaw(model))
    return { files: new Map([...written.files, ...(await modelCardFiles(source, opened, parity))]), parity }
  }
}

/** Single precision may be too little for raw numbers: then the model takes the prepared ones. */
async function checkedEitherWay<Checked>(
  check: (takesRaw: boolean) => Promise<Checked>,
  canTake: boolean,
): Promise<Checked> {
  try {
    return await check(canTake)
  } catch (error) {
    if (canTake && error instanceof HoldoutError && error.code === 'export/not-equal') return check(false)
    throw error
  }
}
