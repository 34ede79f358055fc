/** One job: `candidates` networks, each trained on `folds` × `repeats` splits. */
export interface GrowthPoint {
  readonly rows: number
  readonly features: number
  readonly units: readonly number[]
  readonly batch: number
  readonly epochs: number
  readonly folds: number
  readonly repeats: number
  readonly candidates: number
}

/** What grows, from job to job. */
export interface GrowthAxis {
  readonly id: string
  readonly title: string
  /** What stays the same. */
  readonly what: string
  readonly at: readonly number[]
  readonly pointAt: (value: number) => GrowthPoint
}

const SONAR = { rows: 208, features: 60, units: [60, 30], batch: 16, epochs: 20, candidates: 1 }
const TALL = { rows: 3000, features: 30, units: [32], batch: 64, epochs: 1, folds: 1, repeats: 1, candidates: 1 }

/** Everything that a run may have more of. */
export const GROWTH_AXES: readonly GrowthAxis[] = [
  {
    id: 'lanes',
    title: 'Fits (lanes)',
    what: '208 rows × 60, 60-30-1, batch 16, 20 epochs',
    at: [1, 3, 10, 30, 100, 300, 1000],
    pointAt: (fits) => ({ ...SONAR, folds: Math.min(fits, 10), repeats: Math.max(1, fits / 10) }),
  },
  {
    id: 'candidates',
    title: 'Candidates of a sweep',
    what: 'the same, 5 folds, learning rates that differ',
    at: [1, 3, 10, 30, 100],
    pointAt: (candidates) => ({ ...SONAR, folds: 5, repeats: 1, candidates }),
  },
  {
    id: 'rows',
    title: 'Rows',
    what: '30 features, 32-1, batch 256, 1 epoch, one fit',
    at: [1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000],
    pointAt: (rows) => ({ ...TALL, rows, batch: 256 }),
  },
  {
    id: 'features',
    title: 'Features',
    what: '3,000 rows, 32-1, batch 64, 1 epoch, one fit',
    at: [10, 30, 100, 300, 1000, 3000],
    pointAt: (features) => ({ ...TALL, features }),
  },
  {
    id: 'units',
    title: 'Units of each of two hidden layers',
    what: '3,000 rows × 30, batch 64, 1 epoch, one fit',
    at: [8, 32, 128, 512, 2048],
    pointAt: (units) => ({ ...TALL, units: [units, units] }),
  },
]

/** How many networks a job trains. */
export function fitsOf({ folds, repeats, candidates }: GrowthPoint): number {
  return folds * repeats * candidates
}
