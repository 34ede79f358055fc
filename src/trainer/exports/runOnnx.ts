import { readFile } from 'node:fs/promises'
import type * as Onnx from 'onnxruntime-web'
import type { ExportCheck, ExportOutputs } from '../../core/exports/exportCheck.ts'
import type { RawColumn } from '../../core/exports/rawColumns.ts'
import { columnsOf } from './checkInput.ts'

type OnnxRuntime = typeof Onnx

/** Runs an ONNX file by onnxruntime, whose WebAssembly build needs no library of the machine and no network. */
export async function runOnnx({ path, input }: ExportCheck): Promise<ExportOutputs> {
  const runtime = await import('onnxruntime-web/wasm')
  runtime.env.wasm.numThreads = 1
  const session = await runtime.InferenceSession.create(await readFile(path), { executionProviders: ['wasm'] })
  const types = new Map(session.inputMetadata.map((item) => [item.name, item.isTensor ? item.type : undefined]))
  const columns = columnsOf(input)
  const feeds = Object.fromEntries(
    columns.map((column) => [column.name, tensorOf(runtime, column, types.get(column.name))]),
  )
  const results = await session.run(feeds)
  const data = results[session.outputNames[0]].data as Float32Array | Float64Array
  return {
    values: Float64Array.from(data),
    runtime: `onnxruntime-web ${runtime.env.versions.web ?? runtime.env.versions.common}`,
  }
}

function tensorOf({ Tensor }: OnnxRuntime, column: RawColumn, type: string | undefined) {
  const shape = [column.values.length, 1]
  if (column.kind === 'text') return new Tensor('string', [...column.values], shape)
  if (type === 'float64') return new Tensor('float64', column.values, shape)
  return new Tensor('float32', Float32Array.from(column.values), shape)
}
