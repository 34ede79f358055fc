/** Opens the native library, or the portable backend where it cannot be had. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { HoldoutError } from '../../core/errors.ts'
import type { BackendInfo } from '../../core/run/runEvent.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { nativeLaneBackend, portableLaneBackend, type LaneBackend } from './laneBackend.ts'
import type { NativeBackend } from './nativeBackend.ts'
import { requirePackage, tf } from './tf.ts'

export interface OpenBackend {
  readonly lanes: LaneBackend
  readonly info: BackendInfo
}

type Wanted = Pick<TrainerJob, 'backend' | 'program' | 'threads'>

/**
 * Opens the backend that `wanted` asks for.
 * @throws HoldoutError `training/no-backend` where the native library is asked for by name and does not load.
 */
export async function openBackend(wanted: Wanted): Promise<OpenBackend> {
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

async function openNative({ program, threads }: Wanted): Promise<OpenBackend> {
  requirePackage('@tensorflow/tfjs-node')
  await tf.setBackend('tensorflow')
  const native = tf.backend() as unknown as NativeBackend
  const version = native.binding.TF_Version
  return { lanes: nativeLaneBackend(native), info: { name: 'tensorflow', version, program, threads } }
}

async function openPortable({ threads }: Wanted, notice?: string): Promise<OpenBackend> {
  await tf.setBackend('cpu')
  const { version } = packageOf('@tensorflow/tfjs-backend-cpu')
  const info: BackendInfo = {
    name: 'cpu',
    version,
    program: 'eager',
    threads: { ...threads, intraOp: 1, interOp: 1 },
    notice: notice ?? 'Training runs on the portable backend, as asked; the native one is much faster.',
  }
  return { lanes: portableLaneBackend, info }
}

function packageOf(name: string): { readonly version: string } {
  const path = createRequire(import.meta.url).resolve(`${name}/package.json`)
  return JSON.parse(readFileSync(path, 'utf8')) as { version: string }
}
