/**
 * Lanes cut into slices: parts of a program that share nothing but its tables, so that TensorFlow runs them at the same
 * time, each on a thread of its own. A lane's bits are the same in any slice, as they are at any place.
 */
import type { NamedTensors, Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'

/** With fewer lanes a slice's operations cost more to start than to run, and one thread serves them as fast. */
const FEWEST_LANES = 10

/** Inputs that all lanes read. */
const SHARED: ReadonlySet<string> = new Set(['x', 'y'])
/** Inputs and results with one entry per step first; their lanes are the second axis. All others begin with the lanes. */
const PER_STEP: ReadonlySet<string> = new Set(['rows', 'rates', 'decays', 'rowWeights', 'mask', 'lossSum', 'metricSum'])

/**
 * Lanes of each slice, near-equal and in order.
 *
 * @param threads operations that may run at once
 * @param together lanes in a row that must not be parted
 */
export function sliceSizes(lanes: number, threads: number, together = 1): readonly number[] {
  const groups = lanes / together
  const slices = Math.max(1, Math.min(threads, groups, Math.floor(lanes / FEWEST_LANES)))
  return Array.from(
    { length: slices },
    (_, i) => (Math.floor(((i + 1) * groups) / slices) - Math.floor((i * groups) / slices)) * together,
  )
}

/** Runs `compute` once per slice on its part of `inputs`, and puts the results together again. */
export function inSlices(
  sizes: readonly number[],
  inputs: NamedTensors,
  compute: (lanes: number, inputs: NamedTensors) => Readonly<Record<string, Tensor>>,
): Readonly<Record<string, Tensor>> {
  if (sizes.length === 1) return compute(sizes[0], inputs)
  const parts = Object.entries(inputs).map(([name, tensor]) => [name, cut(name, tensor, sizes)] as const)
  const results = sizes.map((lanes, slice) =>
    compute(lanes, Object.fromEntries(parts.map(([name, tensors]) => [name, tensors[slice]]))),
  )
  return Object.fromEntries(
    Object.keys(results[0]).map((name) => [
      name,
      tf.concat(
        results.map((result) => result[name]),
        laneAxisOf(name),
      ),
    ]),
  )
}

function cut(name: string, tensor: Tensor, sizes: readonly number[]): readonly Tensor[] {
  if (SHARED.has(name)) return sizes.map(() => tensor)
  const axis = laneAxisOf(name)
  // An input may have one entry for several lanes, as seeds do.
  const lanes = sizes.reduce((total, size) => total + size, 0)
  const share = tensor.shape[axis] / lanes
  return tf.split(
    tensor,
    sizes.map((size) => size * share),
    axis,
  )
}

function laneAxisOf(name: string): number {
  return PER_STEP.has(name) ? 1 : 0
}
