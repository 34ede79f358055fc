/** What people write who come from other tools, and the word here. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  lr: 'learningRate',
  neurons: 'units',
  nodes: 'units',
  size: 'units',
  p: 'rate',
  dropoutrate: 'rate',
  batch: 'batchSize',
  minibatch: 'batchSize',
  iterations: 'epochs',
  maxiter: 'epochs',
  randomstate: 'seed',
  k: 'folds',
  nsplits: 'folds',
  label: 'target',
  std: 'stddev',
  swish: 'silu',
  identity: 'linear',
  logistic: 'sigmoid',
  normal: 'randomNormal',
  xavier: 'glorotUniform',
  kaiming: 'heUniform',
  acc: 'accuracy',
  auc: 'rocAuc',
  f1score: 'f1',
  rmse: 'rootMeanSquaredError',
  rsquared: 'r2',
  mse: 'meanSquaredError',
  mae: 'meanAbsoluteError',
  bce: 'binaryCrossentropy',
  loo: 'leave-one-out',
}

/**
 * The allowed word that was probably meant, if any: equal but for case, hyphens and underscores, another tool's
 * word for it, or at most a third of its letters away.
 */
export function didYouMean(word: string, allowed: readonly string[]): string | undefined {
  const plain = plainWord(word)
  const same = allowed.find((candidate) => plainWord(candidate) === plain)
  if (same !== undefined) return same
  const other = Object.hasOwn(OTHER_WORDS, plain) ? OTHER_WORDS[plain] : undefined
  if (other !== undefined && allowed.includes(other)) return other
  return closest(plain, allowed)
}

function plainWord(word: string): string {
  return word.slice(0, 60).toLowerCase().replace(/[-_ ]/g, '')
}

function closest(plain: string, allowed: readonly string[]): string | undefined {
  const near = allowed
    .map((word) => ({ word, distance: editDistance(plain, plainWord(word)) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.floor(word.length / 3)) && distance < plain.length)
  near.sort((a, b) => a.distance - b.distance)
  return near[0]?.word
}

/** Letters to insert, delete, replace or swap with a neighbour to make `a` into `b` (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, replaced, isSwap ? before[j - 2] + 1 : Infinity)
    }
    before = last
    last = row
  }
  return last[b.length]
}
