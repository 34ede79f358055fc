/** A format of a known runtime that is added to the table is listed, written and run without further code. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { exportCommand } from '../../cli/commands/exportCommand.ts'
import { EXPORT_CASES } from '../../core/exports/testing/exportCases.ts'
import { predictTable } from '../../core/model/predictTable.ts'
import { runExported } from '../../trainer/exports/runExported.ts'
import { checkedRows } from './checkedModel.ts'
import type { ExportFormat, ModelWriter } from './exportFormat.ts'
import { EXPORT_FORMATS } from './formats.ts'
import type * as table from './formats.ts'
import { PARITY_TOLERANCE, proveParity } from './parity.ts'

vi.mock('./formats.ts', async (importOriginal) => {
  const { checkedExport } = await import('./checkedExport.ts')
  const { onnxFormat } = await import('./formats/onnx.ts')
  const original = await importOriginal<typeof table>()
  const writeModel: ModelWriter = async (...given) => {
    const written = await onnxFormat.writeModel!(...given)
    return { ...written, main: 'network.bin', files: new Map([['network.bin', written.files.get('model.onnx')!]]) }
  }
  const row: ExportFormat = {
    ...onnxFormat,
    id: 'bin',
    extension: 'bin',
    doc: 'network.bin, for onnxruntime',
    onPage: { en: { name: 'Binary', doc: 'for onnxruntime' }, 'zh-CN': { name: '二进制', doc: '用于 onnxruntime' } },
    writeModel,
    write: checkedExport(writeModel),
  }
  return { ...original, EXPORT_FORMATS: [...original.EXPORT_FORMATS, row] }
})

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-format-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('is in the help of the command', () => {
  expect(exportCommand.notes).toContain('bin: network.bin, for onnxruntime.')
})

test('is run by the runtime that it names', { timeout: 120_000 }, async () => {
  const [{ model, table }] = EXPORT_CASES
  const origin = { table, version: '1.0.0', savedAt: '2026-01-02T03:04:05.678Z' }
  const { files, format, main, input } = await EXPORT_FORMATS.at(-1)!.writeModel!(model, origin, true)
  for (const [name, contents] of files) await writeFile(join(folder, name), contents)
  const outputs = await runExported({ format, path: join(folder, main), input })
  const rows = checkedRows(table)
  const { maxDifference } = proveParity(predictTable(model, table, rows), outputs, rows.length)
  expect(maxDifference).toBeLessThanOrEqual(PARITY_TOLERANCE)
})
