import { normalsOf } from '../../random/normalsOf.ts'
import type { RandomSource } from '../../random/randomSource.ts'
import type { PredictStep } from './layerRow.ts'

/** A layer that changes each unit by its noise, which is the same for every row. */
export function noiseStep(noise: Float64Array, change: (value: number, noise: number) => number): PredictStep {
  return {
    units: noise.length,
    apply(row) {
      for (let i = 0; i < row.length; i++) row[i] = change(row[i], noise[i])
      return row
    },
  }
}

/** 1 for each unit that is kept, 0 where its draw is below `rate`. */
export function keptUnits(rate: number, units: number, random: RandomSource): Float64Array {
  return Float64Array.from({ length: units }, () => Number(random.nextDouble() >= rate))
}

/** Normal noise of mean 0 for each unit. */
export function normalNoise(stddev: number, units: number, random: RandomSource): Float64Array {
  const next = normalsOf(random)
  return Float64Array.from({ length: units }, () => stddev * next())
}
