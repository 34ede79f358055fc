/** Every format that a run can be exported in: one row each. The command line, its help and `exportRun` go by these. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ExportChecker } from '../trainers/exportChecker.ts'
import { historiesCsv, scoresCsv } from './report/fitsCsv.ts'
import { RESULT_FILES, resultFiles } from './report/resultFiles.ts'
import { checkModel } from './checkedModel.ts'
import type { WrittenModel } from './checkedModel.ts'
import type { ExportFiles } from './exportFile.ts'
import { chosenModel, noModels } from './exportSource.ts'
import type { ExportSource } from './exportSource.ts'
import { parquetFile } from './results/parquetFile.ts'
import { resultTables } from './results/resultTables.ts'
import { notebook } from './script/notebook.ts'
import { writeScript } from './script/scriptFiles.ts'
import { modelCardFiles } from './card/modelCardFiles.ts'
import type { Parity } from './parity.ts'
import { canTakeRaw, writeKeras, writeOnnx, writeSavedModel, writeTfjs } from './writeModels.ts'
import type { ModelOrigin } from './writeModels.ts'
import type { TrainedModel } from '../../core/model/trainedModel.ts'
import { writeCsv } from '../../core/csv/csvWriter.ts'
import { HoldoutError } from '../../core/errors.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'

/** What an export is made of: its files, and for models the proof that they predict as ours do. */
export interface WrittenExport {
  readonly files: ExportFiles
  readonly parity?: Parity
}

/** One format. */
export interface ExportFormat {
  readonly id: string
  /** Of its main file, without a dot; empty for a folder. */
  readonly extension: string
  readonly mediaType: string
  /** What it writes, in a few words. */
  readonly doc: string
  /** `finalModel`: it is about one candidate, which must have been trained on all rows. */
  readonly needs: 'run' | 'finalModel'
  /** Whether it writes what a run leaves itself: results of another run may not stand beside it. */
  readonly isResult?: true
  /** @throws HoldoutError of the families `export` and `usage`. */
  readonly write: (source: ExportSource, checker: ExportChecker) => Promise<WrittenExport>
}

/** All formats, in the order in which they are listed. */
export const EXPORT_FORMATS: readonly ExportFormat[] = [
  {
    id: 'files',
    extension: '',
    mediaType: 'text/html',
    doc: 'what "run --out" writes: report, result, predictions, experiment, and final models',
    needs: 'run',
    isResult: true,
    write: async (source) => ({ files: new Map([...(await runFiles(source)), ...(await savedModels(source))]) }),
  },
  {
    id: 'csv',
    extension: 'csv',
    mediaType: 'text/csv',
    doc: 'scores and history of every fit, held-out prediction of every row',
    needs: 'run',
    isResult: true,
    write: (source) =>
      Promise.resolve({
        files: new Map([
          ['scores.csv', scoresCsv(source.document)],
          ['histories.csv', historiesCsv(source.document)],
          [RESULT_FILES.predictions, source.predictions()],
        ]),
      }),
  },
  {
    id: 'tidy',
    extension: 'csv',
    mediaType: 'text/csv',
    doc: 'scores, histories, predictions and diagnostics as tidy CSV, one observation a row',
    needs: 'run',
    write: (source) => {
      const files = resultTables(source).map(({ name, columns, rows }) => {
        const header = columns.map((column) => column.name)
        return [`${name}.csv`, writeCsv(header, rows)] as const
      })
      return Promise.resolve({ files: new Map(files) })
    },
  },
  {
    id: 'parquet',
    extension: 'parquet',
    mediaType: 'application/vnd.apache.parquet',
    doc: 'the same four tables as Parquet',
    needs: 'run',
    write: async (source) => {
      const files = new Map<string, Uint8Array>()
      for (const table of resultTables(source)) files.set(`${table.name}.parquet`, await parquetFile(table))
      return { files }
    },
  },
  {
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
  },
  {
    id: 'keras',
    extension: 'keras',
    mediaType: 'application/zip',
    doc: 'model.keras for Keras 3; what its layers cannot prepare is in preprocessing.json',
    needs: 'finalModel',
    write: modelFormat((model, origin, takesRaw) => writeKeras(model, origin, takesRaw)),
  },
  {
    id: 'onnx',
    extension: 'onnx',
    mediaType: 'application/octet-stream',
    doc: 'model.onnx (opset 17) with the preparation inside: takes the columns of the CSV by name',
    needs: 'finalModel',
    write: modelFormat((model, origin) => Promise.resolve(writeOnnx(model, origin))),
  },
  {
    id: 'savedmodel',
    extension: 'pb',
    mediaType: 'application/octet-stream',
    doc: 'savedmodel/ for TensorFlow with the preparation inside: takes the columns of the CSV by name',
    needs: 'finalModel',
    write: modelFormat((model, origin) => Promise.resolve(writeSavedModel(model, origin))),
  },
  {
    id: 'tfjs',
    extension: 'json',
    mediaType: 'application/json',
    doc: 'tfjs/, a layers model for TensorFlow.js',
    needs: 'finalModel',
    write: modelFormat((model, origin, takesRaw) => Promise.resolve(writeTfjs(model, origin, takesRaw))),
  },
  {
    id: 'script',
    extension: 'py',
    mediaType: 'text/x-python',
    doc: 'experiment.py: the experiment in Keras and scikit-learn with the very same folds',
    needs: 'run',
    write: (source) => {
      const { cells, files, parity } = writeScript(source)
      return Promise.resolve({ files: new Map([['experiment.py', `${cells.join('\n\n\n')}\n`], ...files]), parity })
    },
  },
  {
    id: 'notebook',
    extension: 'ipynb',
    mediaType: 'application/x-ipynb+json',
    doc: 'experiment.ipynb: the same as a Jupyter notebook',
    needs: 'run',
    write: (source) => {
      const { cells, files, parity } = writeScript(source)
      return Promise.resolve({ files: new Map([['experiment.ipynb', notebook(cells)], ...files]), parity })
    },
  },
  {
    id: 'card',
    extension: 'md',
    mediaType: 'text/markdown',
    doc: 'MODEL_CARD.md and MODEL_CARD.html: data, protocol, scores with intervals, limits, fingerprints',
    needs: 'finalModel',
    write: async (source, checker) => {
      const { files, parity } = await modelFormat((model, origin) => Promise.resolve(writeOnnx(model, origin)))(
        source,
        checker,
      )
      return { files: new Map([...files].filter(([name]) => !name.endsWith('.onnx'))), ...(parity && { parity }) }
    },
  },
]

/** A format by its name. @throws HoldoutError `usage/bad-value`. */
export function exportFormat(id: string): ExportFormat {
  const format = EXPORT_FORMATS.find((row) => row.id === id)
  if (format) return format
  const names = EXPORT_FORMATS.map((row) => row.id).join(', ')
  throw new HoldoutError('usage/bad-value', `--format: expected one of ${names}, received ${JSON.stringify(id)}.`, {
    hint: 'Use "holdout export --help" to see what each format writes.',
  })
}

type ModelWriter = (model: TrainedModel, origin: ModelOrigin, takesRaw: boolean) => Promise<WrittenModel>

/** A format that holds one model: it is written, run by its own runtime, and comes with its card. */
function modelFormat(write: ModelWriter): ExportFormat['write'] {
  return async (source, checker) => {
    const opened = await chosenModel(source)
    const { trained: model } = opened
    const { document, table } = source
    const origin = { table, version: document.environment.holdout, savedAt: document.startedAt }
    const check = async (takesRaw: boolean) => {
      const written = await write(model, origin, takesRaw)
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

async function runFiles({ document, diagnosed, predictions }: ExportSource): Promise<ExportFiles> {
  const experimentFile = isJson(document) ? 'experiment.json' : 'experiment.yaml'
  return resultFiles(await diagnosed(), { experimentFile, predictions: predictions() })
}

/** The model files as the run wrote them: of the named candidate, or of all. */
async function savedModels({ state, candidate }: ExportSource): Promise<ExportFiles> {
  const files = new Map<string, Uint8Array>()
  for (const [position, { finalModel }] of state.candidates.entries()) {
    if (finalModel === undefined || (candidate !== undefined && candidate !== position)) continue
    files.set(`models/${basename(finalModel)}`, await readFile(finalModel))
  }
  return files
}

/** YAML takes JSON too, but the file was one or the other. */
function isJson({ experiment }: RunDocument): boolean {
  return experiment.trimStart().startsWith('{')
}
