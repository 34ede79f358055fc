import type { Task } from '../dataset/table.ts'

/** The models a network has to beat, cheapest first: in this order they are fitted and shown. */
export const REFERENCE_KINDS = ['dummy', 'linear', 'neighbours', 'forest', 'boosting'] as const

/** A kind of reference model. */
export type ReferenceKind = (typeof REFERENCE_KINDS)[number]

/** Which an experiment asks for: all that do not take too long, none, or those named, however long they take. */
export type ReferenceSetting = 'auto' | 'none' | readonly ReferenceKind[]

/** What decides how long a reference takes. */
export interface ReferenceSize {
  /** Rows of one training fold. */
  readonly rows: number
  /** Columns after preprocessing. */
  readonly width: number
  /** Columns before preprocessing. */
  readonly features: number
  /** Held-out rows of one fold. */
  readonly heldOut: number
  readonly folds: number
  /** Classes; 0 for regression. */
  readonly classes: number
}

interface ReferenceTraits {
  readonly names: Readonly<Record<Task, string>>
  /** Whether it is fitted on the raw columns by the tree library; otherwise on the prepared ones. */
  readonly isTrees: boolean
  /** Rough seconds of one core for one fold: what the time budget of `auto` goes by, so that the choice is the same everywhere. */
  readonly secondsPerFold: (size: ReferenceSize) => number
}

/** Multiplications and additions of a plain loop in one second. */
const OPERATIONS_A_SECOND = 4e8
/** Newton steps until a logistic regression stands still. */
const NEWTON_STEPS = 10
/** Cells that the tree library sorts and scans in a second while it grows trees. */
const TREE_CELLS_A_SECOND = 4e7

/** All there is to say of each kind. */
export const REFERENCES: Readonly<Record<ReferenceKind, ReferenceTraits>> = {
  dummy: {
    names: { binary: 'Class shares', multiclass: 'Class shares', regression: 'Mean' },
    isTrees: false,
    secondsPerFold: ({ rows, heldOut }) => (rows + heldOut) / OPERATIONS_A_SECOND,
  },
  linear: {
    names: { binary: 'Logistic regression', multiclass: 'Logistic regression', regression: 'Ridge regression' },
    isTrees: false,
    secondsPerFold: linearSeconds,
  },
  neighbours: {
    names: { binary: 'Nearest neighbours', multiclass: 'Nearest neighbours', regression: 'Nearest neighbours' },
    isTrees: false,
    secondsPerFold: ({ rows, width, heldOut }) => (1.5 * rows * heldOut * width) / OPERATIONS_A_SECOND,
  },
  forest: {
    names: { binary: 'Random forest', multiclass: 'Random forest', regression: 'Random forest' },
    isTrees: true,
    secondsPerFold: ({ rows, features, classes }) =>
      treeSeconds(300 * rows * Math.max(1, classes > 0 ? Math.sqrt(features) : features / 3) * depthOf(rows)) +
      0.0002 * features,
  },
  boosting: {
    names: { binary: 'Gradient boosting', multiclass: 'Gradient boosting', regression: 'Gradient boosting' },
    isTrees: true,
    secondsPerFold: ({ rows, features, classes }) =>
      treeSeconds(300 * Math.max(1, classes > 2 ? classes : 1) * rows * features) + 0.0013 * features,
  },
}

/** Name of a reference in tables and sentences; the last value stands in for the mean where rows are in order of time. */
export function referenceName(kind: ReferenceKind, task: Task, isTimeSeries: boolean): string {
  return kind === 'dummy' && task === 'regression' && isTimeSeries ? 'Last value' : REFERENCES[kind].names[task]
}

function linearSeconds({ rows, width, classes }: ReferenceSize): number {
  const outputs = classes > 2 ? classes : 1
  const weights = outputs * (width + 1)
  if (classes === 0) return (rows * width * Math.min(width, rows)) / OPERATIONS_A_SECOND
  const steps =
    weights <= MOST_DIRECT_WEIGHTS ? rows * weights * (weights / 2) + weights ** 3 / 3 : 200 * rows * weights
  return (NEWTON_STEPS * steps) / OPERATIONS_A_SECOND
}

/** Up to so many weights a Newton step is solved directly; beyond, by conjugate gradients. */
export const MOST_DIRECT_WEIGHTS = 400

function treeSeconds(cells: number): number {
  return 0.05 + cells / TREE_CELLS_A_SECOND
}

function depthOf(rows: number): number {
  return Math.min(16, Math.log2(Math.max(2, rows)))
}
