import { describe, expect, it } from 'vitest'
import { correctedResampledTTest } from '../statistics/correctedResampledTTest.ts'
import { sweepStandings } from './sweepStanding.ts'

const BEST = [0.9, 0.92, 0.88, 0.91, 0.89]
const CLOSE = [0.91, 0.9, 0.87, 0.92, 0.88]
const WORSE = [0.6, 0.61, 0.58, 0.62, 0.6]
const ground = { isGreaterBetter: true, testTrainRatio: 0.25 }

function candidate(id: string, folds: readonly (number | null)[]) {
  const values = folds.filter((value) => value !== null)
  return { id, mean: values.reduce((sum, value) => sum + value, 0) / values.length, folds }
}

describe('sweepStandings', () => {
  it('marks the best of a sweep and those as good', () => {
    const found = sweepStandings(
      [candidate('worse', WORSE), candidate('close', CLOSE), candidate('best', BEST)],
      ground,
    )
    expect([...found]).toEqual([
      ['best', 'best'],
      ['close', 'asGood'],
    ])
  })

  it('takes the least as the best where a smaller score is better', () => {
    const found = sweepStandings([candidate('worse', WORSE), candidate('best', BEST)], {
      ...ground,
      isGreaterBetter: false,
    })
    expect([...found]).toEqual([['worse', 'best']])
  })

  it('does not call a candidate as good because there are many of them', () => {
    const other = [0.86, 0.89, 0.86, 0.87, 0.875]
    const { p } = correctedResampledTTest(BEST, other, 0.25) ?? { p: NaN }
    expect(p).toBeLessThan(0.05)
    expect(p * 20).toBeGreaterThan(0.05)
    const twenty = Array.from({ length: 20 }, (_, at) => candidate(`other ${String(at)}`, other))
    expect([...sweepStandings([candidate('best', BEST), ...twenty], ground)]).toEqual([['best', 'best']])
  })

  it('gives no standing to a candidate that lost a fold', () => {
    const found = sweepStandings([candidate('lost', [0.99, null, 0.99, 0.99, 0.99]), candidate('best', BEST)], ground)
    expect([...found.keys()]).toEqual(['best'])
  })

  it('names the best alone where nothing tells how much training rows are shared', () => {
    const found = sweepStandings([candidate('close', CLOSE), candidate('best', BEST)], {
      ...ground,
      testTrainRatio: undefined,
    })
    expect([...found]).toEqual([['best', 'best']])
  })
})
