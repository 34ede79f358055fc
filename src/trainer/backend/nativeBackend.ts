/** What the engine uses of tfjs-node's backend, typed: its op executor and its SavedModel session. */
import type { DataId, Tensor } from './tensorTypes.ts'

/** Attribute of an op as tfjs-node's binding takes it; `type` is one of the binding's `TF_ATTR_*`. */
export interface OpAttribute {
  readonly name: string
  readonly type: number
  readonly value: unknown
}

/** The numeric constants of the native binding that the engine reads. */
export interface NativeBinding {
  readonly TF_ATTR_STRING: number
  readonly TF_ATTR_INT: number
  readonly TF_ATTR_FLOAT: number
  readonly TF_ATTR_BOOL: number
  readonly TF_ATTR_TYPE: number
  readonly TF_ATTR_SHAPE: number
  readonly TF_FLOAT: number
  readonly TF_INT32: number
  readonly TF_BOOL: number
  readonly TF_Version: string
  loadSavedModel(folder: string, tags: string): number
  deleteSavedModel(id: number): void
  runSavedModel(id: number, inputTensorIds: number[], inputNames: string, outputNames: string): NativeTensor[]
}

/** A tensor as the binding returns it. */
export interface NativeTensor {
  readonly id: number
  readonly shape: number[]
  readonly dtype: number
}

/** tfjs-node's `NodeJSKernelBackend`. */
export interface NativeBackend {
  readonly binding: NativeBinding
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: Tensor[]): Tensor
  executeMultipleOutputs(name: string, attributes: OpAttribute[], inputs: Tensor[], outputs: number): Tensor[]
  getInputTensorIds(tensors: Tensor[]): number[]
  createOutputTensor(tensor: NativeTensor): Tensor
  readSync(dataId: DataId): Float32Array | Int32Array | Uint8Array
}
