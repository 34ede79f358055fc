/** Random networks that Keras trained from fixed weights (`fixtures/reference/training-random.json`). */
import { readFileSync } from 'node:fs'
import type { Task } from '../../core/dataset/table.ts'
import type { ModelSpec } from '../../core/model/modelSpec.ts'

export interface RandomKerasCase {
  readonly task: Task
  readonly spec: ModelSpec
  /** In Keras's order of `get_weights`. */
  readonly weights: readonly (readonly number[] | readonly (readonly number[])[])[]
  readonly history: { readonly loss: readonly number[]; readonly metric: readonly number[] }
  readonly predictions: readonly (readonly number[])[]
  /** How far Keras's own float32 trajectory went from its float64 one: what rounding alone does to the case. */
  readonly strayed: { readonly loss: number; readonly metric: number; readonly predictions: number }
}

export interface RandomKerasReference {
  readonly x: readonly (readonly number[])[]
  readonly x_eval: readonly (readonly number[])[]
  readonly y: Readonly<Record<Task, readonly number[]>>
  readonly cases: readonly RandomKerasCase[]
}

export const RANDOM_KERAS: RandomKerasReference = JSON.parse(
  readFileSync(new URL('../../../fixtures/reference/training-random.json', import.meta.url), 'utf8'),
) as RandomKerasReference
