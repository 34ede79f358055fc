import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeTemporaryFolder } from '../files/temporaryFolder.ts'
import type { ExportCheck } from '../../core/exports/exportCheck.ts'
import type { ExportChecker } from '../trainers/exportChecker.ts'
import type { ExportFiles } from './exportFile.ts'
import { PARITY_ROWS, proveParity } from './parity.ts'
import type { Parity } from './parity.ts'
import { predictTable } from '../../core/model/predictTable.ts'
import type { TrainedModel } from '../../core/model/trainedModel.ts'
import type { FeatureTable } from '../../core/preprocessing/transformRows.ts'

/** An exported model: its files, and what its runtime is to be fed. */
export interface WrittenModel {
  readonly files: ExportFiles
  readonly format: ExportCheck['format']
  /** The file or folder, among `files`, that its runtime opens. */
  readonly main: string
  readonly input: ExportCheck['input']
}

/** The first rows of a table, on which every export is checked. */
export function checkedRows({ rows }: FeatureTable): Int32Array {
  return Int32Array.from({ length: Math.min(rows, PARITY_ROWS) }, (_, row) => row)
}

/**
 * Has a written model run by its own runtime, from files, and compares it with ours.
 * @throws HoldoutError `export/not-equal`, `export/not-checked`.
 */
export async function checkModel(
  written: WrittenModel,
  {
    model,
    table,
    checker,
  }: { readonly model: TrainedModel; readonly table: FeatureTable; readonly checker: ExportChecker },
): Promise<Parity> {
  const folder = await makeTemporaryFolder('export')
  try {
    for (const [name, contents] of written.files) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), contents)
    }
    const { format, main, input } = written
    const rows = checkedRows(table)
    const outputs = await checker.check({ format, path: join(folder, main), input })
    return proveParity(predictTable(model, table, rows), outputs, rows.length)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
