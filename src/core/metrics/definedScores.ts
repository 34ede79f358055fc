import type { Scores } from './scores.ts'

/** Scores with `null` for what is undefined on these rows: no score is ever NaN or infinite. */
export function definedScores(values: Readonly<Record<string, number | null>>): Scores {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value !== null && Number.isFinite(value) ? value : null]),
  )
}
