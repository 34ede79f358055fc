import type { ExportedRun, ExportFormatInfo } from '../../contract/exports.ts'
import { EXPORT_FORMATS } from '../exports/formats.ts'
import { answering } from './implementation.ts'

const { exports } = answering

/** Runs and their models, for other programs. */
export const exportAnswers = {
  formats: exports.formats.handler((): readonly ExportFormatInfo[] =>
    EXPORT_FORMATS.map(({ id, onPage, needs }) => ({ id, onPage, needs })),
  ),
  save: exports.save.handler(async ({ context, input }): Promise<ExportedRun> => {
    const { files, parity, name, ...file } = await context.lab.runs.exported(input)
    const saved = await context.lab.handOut({ ...file, name: `${input.runId} ${name}` })
    return { saved, files, ...(parity && { parity }) }
  }),
}
