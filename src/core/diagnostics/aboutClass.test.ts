import { expect, it } from 'vitest'
import { aboutClass } from './aboutClass.ts'
import { predictedClasses } from './decision.ts'
import { heldOutOf } from './heldOut.ts'
import { precisionRecallCurves } from './precisionRecallCurve.ts'
import { scoreBinary } from '../metrics/scoreBinary.ts'

const labels = [0, 0, 1, 1, 1, 1, 0, 1]
const chances = [0.1, 0.4, 0.3, 0.9, 0.8, 0.5, 0.5, 0.7]
const heldOut = heldOutOf({ task: 'binary', classes: ['cancer', 'healthy'], truth: labels }, [
  { repeat: 0, fold: 0, predictions: { rows: labels.map((_, row) => row), values: chances } },
])

it('codes the positive class 1, with the classes called as before', () => {
  const about = aboutClass(heldOut, 'cancer')
  expect(about.classes).toEqual(['healthy', 'cancer'])
  const called = [...predictedClasses(heldOut.fits[0], 1, 0.5)]
  expect([...predictedClasses(about.fits[0], 1, 0.5)].map((code) => 1 - code)).toEqual(called)
})

it('gives curves of that class, with the area that scores have', () => {
  const { classes, averagePrecision, prevalence } = precisionRecallCurves(aboutClass(heldOut, 'cancer'))
  expect(classes.map(({ label }) => label)).toEqual(['cancer'])
  const scores = scoreBinary(labels, chances, undefined, { positive: 0 })
  expect(averagePrecision.mean).toBeCloseTo(scores['averagePrecision'] ?? NaN, 12)
  expect(prevalence).toEqual([3 / 8])
})

it('leaves predictions as they are where the class is coded 1 already', () => {
  expect(aboutClass(heldOut, 'healthy')).toBe(heldOut)
  expect(aboutClass(heldOut, undefined)).toBe(heldOut)
})
