/** Names of tfjs's types that the engine uses. */
import type { TensorFlow } from './tf.ts'

export type Tensor = TensorFlow.Tensor
export type Tensor1D = TensorFlow.Tensor1D
export type DataId = Tensor['dataId']
export type NamedTensors = Readonly<Record<string, Tensor>>
