/** What verdicts claim where the truth is known: error rates beside the naive t-test, and whether forecasts come true. */
import { Mt19937 } from '../../src/core/random/mt19937.ts'
import { correctedResampledTTest } from '../../src/core/statistics/correctedResampledTTest.ts'
import { settlingTimes } from '../../src/core/statistics/settlingForecast.ts'
import type { Comparison } from '../../src/core/statistics/verdict.ts'
import { verdict } from '../../src/core/statistics/verdict.ts'
import type { Measurement } from '../measurement.ts'
import { drawComparison, FIRST_STRENGTH, FOLDS, secondStrength } from './simulatedWorld.ts'

const ROWS = [100, 200, 600]
const GAPS = [0, 0.01, 0.03, 0.06, 0.13]
/** Comparisons of each kind; `HOLDOUT_COMPARISONS` changes it. */
const COMPARISONS = Number(process.env['HOLDOUT_COMPARISONS'] ?? 1000)
const RATIO = 1 / (FOLDS - 1)
/** Repeats after which a forecast is looked up. */
const FORECAST_REPEATS = 10
const FORECAST_BINS = [0, 0.05, 0.2, 0.4, 0.6, 0.8, 1.01]

/** Prints two tables in Markdown, those of docs/statistics.md; the measurements are only how long it took. */
export function measureVerdicts(): Promise<Measurement[]> {
  const startedAt = performance.now()
  process.stdout.write(`${verdictTable()}\n\n`)
  const verdictSeconds = (performance.now() - startedAt) / 1000
  process.stdout.write(`${forecastTable()}\n\n`)
  const seconds = (performance.now() - startedAt) / 1000
  return Promise.resolve([
    { name: `verdicts of ${String(COMPARISONS)} comparisons of each of 30 kinds`, seconds: verdictSeconds },
    { name: 'forecasts of repeats, and what came', seconds: seconds - verdictSeconds },
  ])
}

function verdictTable(): string {
  const head =
    '| rows | protocol | true difference | better | worse | practically the same | probably none | cannot tell | naive t-test, p < 0.05 |\n|---|---|---|---|---|---|---|---|---|'
  const lines = ROWS.flatMap((rows) =>
    GAPS.flatMap((gap) => {
      const strengths = [FIRST_STRENGTH, secondStrength(rows, gap)] as const
      return [1, 10].map((repeats) => verdictLine(rows, gap, repeats, strengths))
    }),
  )
  return [head, ...lines].join('\n')
}

function verdictLine(rows: number, gap: number, repeats: number, strengths: readonly [number, number]): string {
  const random = new Mt19937([rows, Math.round(1000 * gap), repeats])
  const counts = { firstBetter: 0, secondBetter: 0, same: 0, noDifference: 0, cannotTell: 0, naive: 0 }
  for (let i = 0; i < COMPARISONS; i++) {
    const [first, second] = drawComparison({ rows, strengths }, repeats, random)
    const judged = verdict(comparisonOf(first, second))
    if (judged) counts[judged.kind]++
    if ((correctedResampledTTest(first, second, 0)?.p ?? 1) < 0.05) counts.naive++
  }
  const percent = (count: number) => ((100 * count) / COMPARISONS).toFixed(1)
  const protocol = repeats === 1 ? '10 folds' : '10×10'
  const { firstBetter, secondBetter, same, noDifference, cannotTell, naive } = counts
  const shares = [firstBetter, secondBetter, same, noDifference, cannotTell, naive].map(percent).join(' | ')
  return `| ${String(rows)} | ${protocol} | ${String(Math.round(100 * gap))} points | ${shares} |`
}

/** Open after one repeat: the forecast that ten settle it, against whether one of the next nine did. */
function forecastTable(): string {
  const told = ROWS.flatMap((rows) => [0, 0.03, 0.06].flatMap((gap) => forecastsOf(rows, gap)))
  const lines = FORECAST_BINS.slice(1).map((to, i) => {
    const inBin = told.filter(({ chance }) => chance >= FORECAST_BINS[i] && chance < to)
    const mean = inBin.reduce((sum, { chance }) => sum + chance, 0) / inBin.length
    const came = inBin.filter(({ isSettled }) => isSettled).length / inBin.length
    const range = `${String(Math.round(100 * FORECAST_BINS[i]))} to ${String(Math.min(100, Math.round(100 * to)))} %`
    return `| ${range} | ${String(inBin.length)} | ${(100 * mean).toFixed(0)} % | ${(100 * came).toFixed(0)} % |`
  })
  return ['| chance forecast | comparisons | mean forecast | settled |\n|---|---|---|---|', ...lines].join('\n')
}

function forecastsOf(rows: number, gap: number): { readonly chance: number; readonly isSettled: boolean }[] {
  const strengths = [FIRST_STRENGTH, secondStrength(rows, gap)] as const
  const random = new Mt19937([rows, Math.round(1000 * gap), 77])
  return Array.from({ length: Math.ceil(COMPARISONS / 5) }, () => {
    const [first, second] = drawComparison({ rows, strengths }, FORECAST_REPEATS, random)
    const upTo = (repeats: number) => comparisonOf(first.slice(0, FOLDS * repeats), second.slice(0, FOLDS * repeats))
    if (isSure(upTo(1))) return undefined
    const times = settlingTimes({ ...upTo(1), repeatOf: new Array<number>(FOLDS).fill(0) }, FORECAST_REPEATS)
    if (!times) return undefined
    const later = Array.from({ length: FORECAST_REPEATS - 1 }, (_, i) => upTo(i + 2))
    return {
      chance: times.filter((time) => Number.isFinite(time)).length / times.length,
      isSettled: later.some(isSure),
    }
  }).filter((forecast) => forecast !== undefined)
}

function isSure(comparison: Comparison): boolean {
  const kind = verdict(comparison)?.kind
  return kind === 'firstBetter' || kind === 'secondBetter' || kind === 'same'
}

function comparisonOf(first: readonly number[], second: readonly number[]): Comparison {
  return { first, second, testTrainRatio: RATIO, zone: 0.01, isGreaterBetter: true }
}
