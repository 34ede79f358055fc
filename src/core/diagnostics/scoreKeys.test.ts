import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinRows, oneVersusRest } from './heldOut.ts'
import { countsOfSingles } from './scoreKeys.ts'
import { thresholdCounts } from './thresholdCounts.ts'

const partOf = (width: number) =>
  fc.array(
    fc.record({
      truth: fc.integer({ min: 0, max: 2 }),
      values: fc.array(fc.oneof(fc.float({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, -0, 0.5, 1)), {
        minLength: width,
        maxLength: width,
      }),
    }),
    { maxLength: 40 },
  )

/** As plain lists: how the numbers are kept does not matter. */
const plain = (counts: ReturnType<typeof countsOfSingles>) =>
  counts && {
    ...counts,
    thresholds: [...counts.thresholds],
    truePositives: [...counts.truePositives],
    falsePositives: [...counts.falsePositives],
  }

test.each([1, 3])('scores of single precision are counted as any others are (%i columns)', (width) => {
  fc.assert(
    fc.property(fc.array(partOf(width), { minLength: 1, maxLength: 3 }), (drawn) => {
      const parts = drawn.map((rows) => ({
        rows: Int32Array.from(rows.keys()),
        truth: Float64Array.from(rows, ({ truth }) => truth),
        values: Float64Array.from(rows.flatMap(({ values }) => values)),
      }))
      const { labels, scores } = oneVersusRest(joinRows(parts), width, 1)
      expect(plain(countsOfSingles(parts, width, 1))).toEqual(plain(thresholdCounts(labels, scores)))
    }),
    { numRuns: 200 },
  )
})

test.each([0.1, -0.5])('scores that are no such keys are left to others (%d)', (score) => {
  const part = { rows: Int32Array.of(0, 1), truth: Float64Array.of(0, 1), values: Float64Array.of(0.5, score) }
  expect(countsOfSingles([part], 1, 1)).toBeUndefined()
})
