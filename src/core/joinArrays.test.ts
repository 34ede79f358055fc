import { expect, test } from 'vitest'
import { joinArrays } from './joinArrays.ts'

test('typed arrays are joined in their order, in an array of the kind that is named', () => {
  const parts = [Float32Array.of(0.5, -1), new Float32Array(0), Float32Array.of(2)]
  expect(joinArrays(Float32Array, parts)).toEqual(Float32Array.of(0.5, -1, 2))
  expect(joinArrays(Float64Array, parts)).toEqual(Float64Array.of(0.5, -1, 2))
  expect(joinArrays(Int32Array, [])).toEqual(new Int32Array(0))
})
