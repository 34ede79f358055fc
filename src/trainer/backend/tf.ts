/** TensorFlow.js, loaded once: the one place where its CommonJS build meets our modules. */
import { createRequire } from 'node:module'
import nodeUtil from 'node:util'
import type * as TensorFlow from '@tensorflow/tfjs'

export type { TensorFlow }
export type Tensor = TensorFlow.Tensor

// tfjs-node 4.22 still calls this; Node 23 removed it.
const legacyUtil = nodeUtil as { isNullOrUndefined?: (value: unknown) => boolean }
legacyUtil.isNullOrUndefined ??= (value) => value === null || value === undefined

// Not called `require`: bundlers take that name for the global and put their own before it.
const loadCommonJs = createRequire(import.meta.url)
// `isNullOrUndefined` is read from the CommonJS view of `util`, which is another object.
const commonJsUtil = loadCommonJs('node:util') as typeof legacyUtil
commonJsUtil.isNullOrUndefined ??= legacyUtil.isNullOrUndefined

/** The `tf` namespace, once `loadTensorFlow` was called; backends are registered by `openBackend`. */
export let tf: typeof TensorFlow

/** Loads TensorFlow.js: what the kernel trains needs none of it. */
export function loadTensorFlow(): void {
  tf ??= loadCommonJs('@tensorflow/tfjs') as typeof TensorFlow
}

/** Loads a CommonJS package by name; used by the backends so that none is loaded unasked. */
export function requirePackage(name: string): unknown {
  return loadCommonJs(name)
}
