import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LANE_LAYERS } from '../program/layers/laneLayers.ts'
import { denseLayerSpec } from '../testing/fitCases.ts'
import { baselineSpec, candidateOf } from '../testing/testJob.ts'
import { openForTraining } from './openBackend.ts'

process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3'

const wanted = { program: 'compiled', threads: { intraOp: 1, interOp: 1 } } as const
const output = baselineSpec().layers.slice(-1)
const networkOf = (layers: number) => {
  const hidden = Array.from({ length: layers - 1 }, (_, i) => denseLayerSpec({ name: `hidden ${String(i)}` }))
  return candidateOf(baselineSpec({ layers: [...hidden, ...output] }), `of ${String(layers)} layers`)
}

describe('a backend for training', () => {
  test('is the kernel where it takes every network', async () => {
    const backend = await openForTraining({ ...wanted, backend: 'auto', candidates: [networkOf(3), networkOf(128)] })
    expect(backend.info.name).toBe('kernel')
  })

  test('is TensorFlow where a network has more layers than the kernel takes', async () => {
    const backend = await openForTraining({ ...wanted, backend: 'auto', candidates: [networkOf(3), networkOf(129)] })
    expect(backend.info.name).toBe('tensorflow')
  })

  test('that is the kernel by name is refused for such a network', async () => {
    const opened = openForTraining({ ...wanted, backend: 'kernel', candidates: [networkOf(3), networkOf(129)] })
    await expect(opened).rejects.toMatchObject({
      code: 'training/too-many-layers',
      message: 'The training kernel takes networks of at most 128 layers, received 129 ("of 129 layers").',
    })
  })
})

describe('a backend for a layer that the kernel does not compute', () => {
  const row: { kernel?: object } = LANE_LAYERS.gaussianNoise
  const { kernel } = row
  const noisy = candidateOf(
    baselineSpec({ layers: [{ type: 'gaussianNoise', name: 'noise', stddev: 0.1 }, ...output] }),
    'noisy',
  )
  beforeEach(() => {
    delete row.kernel
  })
  afterEach(() => {
    row.kernel = kernel
  })

  test('is TensorFlow', async () => {
    const backend = await openForTraining({ ...wanted, backend: 'auto', candidates: [networkOf(3), noisy] })
    expect(backend.info.name).toBe('tensorflow')
  })

  test('that is the kernel by name is refused', async () => {
    const opened = openForTraining({ ...wanted, backend: 'kernel', candidates: [networkOf(3), noisy] })
    await expect(opened).rejects.toMatchObject({
      code: 'training/layer-beyond-kernel',
      message:
        'The training kernel does not compute every type of layer: expected those it knows, received gaussianNoise ("noise").',
    })
  })
})
