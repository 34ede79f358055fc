import { HoldoutError } from '../errors.ts'
import { NearestHeap } from './nearestHeap.ts'
import { NeighbourTree, squaredDistance } from './neighbourTree.ts'
import { classPredictions } from './referenceFold.ts'
import type { Matrix, ReferenceFold, ReferencePredictions, ReferenceTarget } from './referenceFold.ts'

/** How many neighbours vote, as in scikit-learn. */
const NEIGHBOURS = 5
/** Beyond this scikit-learn compares with every row, which decides between equally near rows. */
const WIDEST_FOR_A_TREE = 15

/**
 * The five nearest training rows by Euclidean distance: the share of each class among them, or their mean. Equal to
 * scikit-learn's `KNeighborsClassifier` and `KNeighborsRegressor`, between equally near rows too. Weights of rows play no
 * part.
 * @throws HoldoutError `training/few-rows` for fewer than five training rows.
 */
export function predictNeighbours({ train, test, target }: ReferenceFold): ReferencePredictions {
  if (train.rows < NEIGHBOURS) throw fewRows(train.rows)
  const heap = new NearestHeap(NEIGHBOURS)
  const search = searchOf(train, heap)
  const found: number[][] = []
  for (let row = 0; row < test.rows; row++) {
    search(test.values, row * test.width)
    found.push(vote([...heap.rows], target))
  }
  if (target.kind === 'classes') return classPredictions(found, target)
  return found.map(([value]) => value)
}

type Search = (values: Float64Array, from: number) => void

function searchOf(train: Matrix, heap: NearestHeap): Search {
  if (train.width <= WIDEST_FOR_A_TREE && NEIGHBOURS < Math.floor(train.rows / 2)) {
    const tree = new NeighbourTree(train)
    return (values, from) => tree.search(values, from, heap)
  }
  return (values, from) => {
    heap.clear()
    for (let row = 0; row < train.rows; row++) heap.push(squaredDistance(train, row, values, from), row)
  }
}

function vote(rows: readonly number[], target: ReferenceTarget): number[] {
  if (target.kind === 'values') return [rows.reduce((sum, row) => sum + target.values[row], 0) / rows.length]
  const shares = new Array<number>(target.classes).fill(0)
  for (const row of rows) shares[target.labels[row]] += 1
  return shares.map((count) => count / rows.length)
}

function fewRows(rows: number): HoldoutError {
  return new HoldoutError(
    'training/few-rows',
    `A training fold has ${String(rows)} rows: expected at least ${String(NEIGHBOURS)} to find ${String(NEIGHBOURS)} neighbours among.`,
    { hint: 'Use fewer folds, or more rows.' },
  )
}
