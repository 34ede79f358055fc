/** A recorded graph, loaded into a TensorFlow session: one native call runs all of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HoldoutError } from '../../core/errors.ts'
import type { NativeBackend } from '../backend/nativeBackend.ts'
import type { Tensor } from '../backend/tensorTypes.ts'
import type { RecordedGraph } from './graphRecorder.ts'
import { encodeSavedModel } from './savedModel.ts'

/** A function of named tensors to named tensors, ready to run; callers own inputs and outputs. */
export interface Program {
  run(inputs: Readonly<Record<string, Tensor>>): Record<string, Tensor>
  dispose(): void
}

/** Loads `graph` into a session of its own. */
export function compileGraph(backend: NativeBackend, graph: RecordedGraph): Program {
  const session = loadSession(backend, encodeSavedModel(graph, backend.binding))
  const inputNames = [...graph.inputs.keys()]
  const inputPorts = [...graph.inputs.values()].map((node) => `${node}:0`).join(',')
  const outputNames = [...graph.outputs.keys()]
  const outputPorts = [...graph.outputs.values()].map(({ node, index }) => `${node}:${index}`).join(',')
  return {
    run(inputs) {
      const ids = backend.getInputTensorIds(inputNames.map((name) => inputs[name]))
      const results = backend.binding.runSavedModel(session, ids, inputPorts, outputPorts)
      return Object.fromEntries(outputNames.map((name, i) => [name, backend.createOutputTensor(results[i])]))
    },
    dispose: () => {
      backend.binding.deleteSavedModel(session)
    },
  }
}

/** @throws HoldoutError `file/no-temporary-folder` */
function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'holdout-program-'))
  } catch (cause) {
    throw new HoldoutError('file/no-temporary-folder', `The folder for temporary files, ${tmpdir()}, cannot be used.`, {
      path: tmpdir(),
      hint: 'Set TMPDIR (TEMP on Windows) to a folder that exists and can be written to.',
      cause,
    })
  }
}

/** TensorFlow reads a SavedModel from a folder only; the folder is gone once the session is loaded. */
function loadSession(backend: NativeBackend, savedModel: Uint8Array): number {
  const folder = temporaryFolder()
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModel)
    return backend.binding.loadSavedModel(folder, 'serve')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
