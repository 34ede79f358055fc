import fc from 'fast-check'
import { expect, it } from 'vitest'
import { densePredictStep } from './densePredictStep.ts'

const PLAIN = { kernelInitializer: { type: 'zeros' }, biasInitializer: { type: 'zeros' } } as const

/** Every input times its weight, added to the bias in the order of the inputs. */
function inOrder(row: readonly number[], kernel: Float32Array, bias: Float32Array): number[] {
  return Array.from(bias, (start, unit) =>
    row.reduce((sum, value, input) => (value === 0 ? sum : sum + value * kernel[input * bias.length + unit]), start),
  )
}

it('adds up the inputs of each unit in their order, to the last bit, however many units there are', () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 })
  const layers = fc.record({ units: fc.integer({ min: 1, max: 21 }), inputs: fc.integer({ min: 1, max: 9 }) })
  fc.assert(
    fc.property(
      layers.chain(({ units, inputs }) =>
        fc.record({
          row: fc.array(fc.oneof(float, fc.constant(0)), { minLength: inputs, maxLength: inputs }),
          kernel: fc.array(float, { minLength: inputs * units, maxLength: inputs * units }),
          bias: fc.array(float, { minLength: units, maxLength: units }),
        }),
      ),
      ({ row, kernel, bias }) => {
        const weights = { 'd/kernel': Float32Array.from(kernel), 'd/bias': Float32Array.from(bias) }
        const layer = { name: 'd', units: bias.length, activation: 'linear', useBias: true, ...PLAIN } as const
        const step = densePredictStep(layer, row.length, weights)
        // A second row: nothing of the first may be left.
        step.apply(Float64Array.from(row, () => 1))
        expect([...step.apply(Float64Array.from(row))]).toEqual(inOrder(row, weights['d/kernel'], weights['d/bias']))
      },
    ),
  )
})
