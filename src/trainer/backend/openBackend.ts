/** Opens the native library, or the portable backend where it cannot be had. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, cpus } from 'node:os'
import { dirname } from 'node:path'
import { HoldoutError } from '../../core/errors.ts'
import { ENGINE_VERSION, KERNEL_VERSION } from '../../core/run/engineVersion.ts'
import { instructionsOf } from '../../core/run/instructions.ts'
import type { BackendInfo } from '../../core/run/runEvent.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { requireKernelLayers } from '../kernel/describeNetwork.ts'
import { openKernel, type OpenKernel } from '../kernel/nativeKernel.ts'
import { nativeLaneBackend, portableLaneBackend, type LaneBackend } from './laneBackend.ts'
import type { NativeBackend } from './nativeBackend.ts'
import { loadTensorFlow, requirePackage, tf } from './tf.ts'

/** TensorFlow, native or portable. */
export interface OpenBackend {
  readonly lanes: LaneBackend
  readonly info: BackendInfo
}

/** The kernel: no TensorFlow is loaded. */
export interface OpenKernelBackend {
  readonly kernel: OpenKernel
  readonly info: BackendInfo
}

type Wanted = Pick<TrainerJob, 'backend' | 'program' | 'threads'>

/** With the networks to train, where they are known. */
type WantedForTraining = Wanted & Partial<Pick<TrainerJob, 'candidates'>>

/**
 * Opens what `wanted` asks for; `auto` takes the kernel where it was built and takes all networks, else the native library, else the
 * portable backend.
 * @throws HoldoutError `training/no-kernel` where the kernel is asked for by name and does not load.
 * @throws HoldoutError `training/too-many-layers` where the kernel is asked for by name and a network is too deep for it.
 * @throws HoldoutError `training/layer-beyond-kernel` where the kernel is asked for by name and does not compute a layer.
 * @throws HoldoutError `training/no-backend` as `openBackend`.
 */
export async function openForTraining(wanted: WantedForTraining): Promise<OpenBackend | OpenKernelBackend> {
  if (wanted.backend === 'kernel') return openKernelBackend(wanted)
  if (wanted.backend !== 'auto') return openBackend({ ...wanted, backend: wanted.backend })
  try {
    return openKernelBackend(wanted)
  } catch {
    return openBackend({ ...wanted, backend: 'auto' })
  }
}

function openKernelBackend({ threads, candidates = [] }: WantedForTraining): OpenKernelBackend {
  const kernel = openKernel()
  requireDepth(kernel, candidates)
  for (const { spec } of candidates) requireKernelLayers(spec.layers)
  const info = {
    name: 'kernel',
    version: KERNEL_VERSION,
    program: 'compiled',
    threads,
    engine: ENGINE_VERSION,
  } as const
  return { kernel, info }
}

/** @throws HoldoutError `training/too-many-layers` */
function requireDepth({ native: { mostLayers } }: OpenKernel, candidates: TrainerJob['candidates']): void {
  const deep = candidates.find(({ spec }) => spec.layers.length > mostLayers)
  if (deep === undefined) return
  const expected = `The training kernel takes networks of at most ${String(mostLayers)} layers`
  throw new HoldoutError(
    'training/too-many-layers',
    `${expected}, received ${String(deep.spec.layers.length)} (${JSON.stringify(deep.name)}).`,
    { hint: 'Use fewer layers; or set HOLDOUT_BACKEND=tensorflow.' },
  )
}

/**
 * Opens the TensorFlow that `wanted` asks for.
 * @throws HoldoutError `training/no-backend` where the native library is asked for by name and does not load.
 */
export async function openBackend(
  wanted: Wanted & { readonly backend: Exclude<Wanted['backend'], 'kernel'> },
): Promise<OpenBackend> {
  if (wanted.backend === 'portable') return openPortable(wanted)
  try {
    return await openNative(wanted)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    if (wanted.backend === 'auto')
      return openPortable(
        wanted,
        `TensorFlow's native library did not load (${reason}); training runs on the portable backend, which is much slower.`,
      )
    throw new HoldoutError('training/no-backend', `the native TensorFlow library did not load: ${reason}`, {
      hint: 'Run `holdout doctor` to see what is missing, or train with `--portable`.',
      cause,
    })
  }
}

/** Loads ahead of a job what {@link openForTraining} will take; where it does not load, that says so. */
export function loadAhead(): void {
  try {
    openKernel()
  } catch {
    loadNative()
  }
}

function loadNative(): void {
  try {
    loadTensorFlow()
    requirePackage('@tensorflow/tfjs-node')
  } catch {
    // Said when it is needed.
  }
}

async function openNative({ program, threads }: Wanted): Promise<OpenBackend> {
  loadTensorFlow()
  requirePackage('@tensorflow/tfjs-node')
  await tf.setBackend('tensorflow')
  const native = tf.backend() as unknown as NativeBackend
  const version = native.binding.TF_Version
  const made = { engine: ENGINE_VERSION, instructions: instructionsHere() }
  return {
    lanes: nativeLaneBackend(native, threads.interOp),
    info: { name: 'tensorflow', version, program, threads, ...made },
  }
}

/** What this processor and the environment of this process let TensorFlow's kernels use. */
function instructionsHere(): string {
  const facts = { arch: arch(), model: cpus().at(0)?.model.trim() ?? 'unknown', env: process.env }
  try {
    return instructionsOf({ ...facts, cpuinfo: readFileSync('/proc/cpuinfo', 'utf8') })
  } catch {
    return instructionsOf(facts)
  }
}

/** WebAssembly where it loads, plain JavaScript where it does not. */
async function openPortable({ threads }: Wanted, notice?: string): Promise<OpenBackend> {
  loadTensorFlow()
  const name = (await openWasm()) ? 'wasm' : 'cpu'
  if (name === 'cpu') await tf.setBackend('cpu')
  const info: BackendInfo = {
    name,
    version: packageOf(`@tensorflow/tfjs-backend-${name}`).version,
    program: 'eager',
    threads: { ...threads, intraOp: 1, interOp: 1 },
    engine: ENGINE_VERSION,
    notice: notice ?? 'Training runs on the portable backend, as asked; the native one is much faster.',
  }
  return { lanes: portableLaneBackend, info }
}

async function openWasm(): Promise<boolean> {
  try {
    const wasm = requirePackage('@tensorflow/tfjs-backend-wasm') as WasmPackage
    wasm.setWasmPaths(`${dirname(resolvePackage('@tensorflow/tfjs-backend-wasm'))}/dist/`)
    // One thread: the order of additions, and with it the bits, must not depend on the machine's load.
    wasm.setThreadsCount(1)
    return await tf.setBackend('wasm')
  } catch {
    return false
  }
}

interface WasmPackage {
  setWasmPaths(folder: string): void
  setThreadsCount(count: number): void
}

function resolvePackage(name: string): string {
  return createRequire(import.meta.url).resolve(`${name}/package.json`)
}

function packageOf(name: string): { readonly version: string } {
  return JSON.parse(readFileSync(resolvePackage(name), 'utf8')) as { version: string }
}
