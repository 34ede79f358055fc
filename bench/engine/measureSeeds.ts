/** Where the exercise's networks land over ten seeds: a claim about a single seed says little. */
import type { Measurement } from '../measurement.ts'
import { runChild, SMALL_THREADS } from './runChild.ts'

/** Ten seeds of the exercise, with what PyTorch's ten seeds came to on the same networks (DESIGN §14: mean ± SD between seeds). */
export async function measureSeeds(): Promise<Measurement[]> {
  const { seconds, accuracies } = await runChild<{ seconds: number; accuracies: Record<string, number[]> }>(
    'seedsChild.ts',
    [],
    SMALL_THREADS,
  )
  const notes = Object.entries(accuracies).flatMap(([name, values]) => [
    [`${name}: mean of ten seeds`, mean(values)],
    [`${name}: SD between seeds`, Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)))],
  ])
  return [
    {
      name: 'ten seeds of the exercise (PyTorch: 0.856, 0.851, 0.847)',
      seconds,
      notes: Object.fromEntries(notes) as Record<string, number>,
      digits: 4,
    },
  ]
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
