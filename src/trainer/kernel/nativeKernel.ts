/** The addon that trains blocks of lanes without TensorFlow, typed as `native/addon.cc` has it. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { HoldoutError } from '../../core/errors.ts'

/** A block of lanes that the addon holds, until it is closed or the last reference to it is gone. */
export type KernelBlock = object & { readonly kernelBlock: never }

export interface KernelTables {
  /** `[rows, width]`; packed rows where there are spans. */
  readonly features: Float32Array
  /** `[spans, 4]`: whether it is a code, where it begins in a packed row and in a whole one, features. */
  readonly spans?: Int32Array | undefined
  /** `[rows, outputs]`. */
  readonly targets: Float32Array
  /** Weight of each row in the loss. */
  readonly rowWeights?: Float32Array | undefined
}

export interface KernelEpoch {
  /** Rows of each lane in their order; lanes without one are left out. */
  readonly orders: readonly (Int32Array | undefined)[]
  readonly batchSize: number
  readonly steps: number
  /** Steps that share a draw of noise. */
  readonly segment: number
  /** Keys of the noise `[streams, segments, 2]`. */
  readonly seeds?: Int32Array
  readonly lanesPerStream: number
  /** Learning rates `[steps, lanes]`. */
  readonly rates: Float32Array
  readonly decays?: Float32Array
}

export interface NativeKernel {
  /** {@link INTERFACE_VERSION} of its sources; absent in the first ones. */
  readonly interfaceVersion?: number
  /** Most layers that a network may have. */
  readonly mostLayers: number
  /** Kinds of arithmetic by place; those this processor cannot run are empty. */
  kinds(): readonly string[]
  open(options: {
    readonly network: Int32Array
    readonly constants: Float32Array
    readonly lanes: number
    readonly numbers: Float32Array
    readonly tables: readonly KernelTables[]
    readonly threads: number
    readonly kind: number
  }): KernelBlock
  /** Gives back the memory and threads of a block at once; it must not be used after that. */
  close(block: KernelBlock): void
  /** Sets one of the parts of a lane's state: variables in their order, each followed by its slots. They begin with zeros. */
  setPart(block: KernelBlock, lane: number, part: number, values: Float32Array): void
  /** First weights of a variable: uniform draws of the stream of `seed` (two words), times `scale` plus `shift`. */
  drawVariable(block: KernelBlock, lane: number, variable: number, seed: Int32Array, scale: number, shift: number): void
  /** Variables one after the other, each followed by its slots if `hasSlots`. */
  state(block: KernelBlock, lane: number, hasSlots: boolean): Float32Array
  /** Sums over rows `[lanes, 2]`: loss and metric. */
  train(block: KernelBlock, epoch: KernelEpoch): Float64Array
  /** Sums `[lanes, 5]`: loss and metric of held-out rows, of watched ones, penalty. */
  look(
    block: KernelBlock,
    rows: readonly (Int32Array | undefined)[],
    heldOut: Int32Array,
  ): { readonly outputs: readonly Float32Array[]; readonly sums: Float64Array }
  predict(
    block: KernelBlock,
    lane: number,
    features: Float32Array,
    count: number,
    watched: Int32Array,
  ): { readonly outputs: Float32Array; readonly ends: Float32Array }
  /** `[columns, 4]`: cells not within ±`largest`; then of `rows` their sum, squares of deviations, deviations. */
  surveyColumns(columns: readonly Float64Array[], rows: Int32Array, largest: number, threads: number): Float64Array
  /**
   * Writes `(cell - center) / scale` of whole columns into `matrix` `[rows, width]`. `numbers` are `[columns, 3]`: what stands for a missing
   * cell, center, scale. Returns the missing cells of each.
   */
  fillColumns(
    columns: readonly Float64Array[],
    numbers: Float64Array,
    places: Int32Array,
    matrix: Float32Array,
    width: number,
    threads: number,
  ): Int32Array
}

/** What this program calls; `native/addon.cc` has the same number. */
const INTERFACE_VERSION = 4

/** The kernel with the kind of arithmetic that it uses; all kinds give the same bits. */
export interface OpenKernel {
  readonly native: NativeKernel
  readonly kind: number
  readonly kindName: string
}

/** Where set-up puts the addon: beside the packages of this checkout. */
export const KERNEL_PLACE = join(import.meta.dirname, '../../../node_modules/.holdout/lane_kernel.node')

/**
 * Loads the addon.
 *
 * @param wanted a kind of arithmetic by name; the fastest that this processor has unless given
 * @throws HoldoutError `training/no-kernel` where it was not built or does not load
 */
export function openKernel(wanted = process.env['HOLDOUT_KERNEL_KIND'], place = KERNEL_PLACE): OpenKernel {
  try {
    const native = createRequire(import.meta.url)(place) as NativeKernel
    if (native.interfaceVersion !== INTERFACE_VERSION) throw new Error('it was built from other sources than these')
    const kinds = native.kinds()
    const kind = kinds.findIndex((name) => name !== '' && (wanted === undefined || name === wanted))
    if (kind >= 0) return { native, kind, kindName: kinds[kind] }
    throw new Error(`this processor has no ${String(wanted)}`)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new HoldoutError('training/no-kernel', `The training kernel did not load: ${reason}.`, {
      hint: 'Install a C++ compiler (such as g++), then run `npm run setup`; or set HOLDOUT_BACKEND=tensorflow.',
      cause,
    })
  }
}
