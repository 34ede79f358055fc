import { groupKFoldStrategy } from './groupKFold.ts'
import { holdoutStrategy } from './holdoutSplit.ts'
import { kFoldStrategy } from './kFold.ts'
import { leaveOneOutStrategy } from './leaveOneOut.ts'
import { predefinedStrategy } from './predefinedSplit.ts'
import { stratifiedGroupKFoldStrategy } from './stratifiedGroupKFold.ts'
import { stratifiedHoldoutStrategy } from './stratifiedHoldout.ts'
import { stratifiedKFoldStrategy } from './stratifiedKFold.ts'
import { timeSeriesStrategy } from './timeOrderedSplit.ts'

/**
 * The rows of all strategies that are no nesting of others, in the order in which they are offered. A row stands in the file
 * of its splitter.
 */
export const STRATEGIES = [
  stratifiedKFoldStrategy,
  kFoldStrategy,
  groupKFoldStrategy,
  stratifiedGroupKFoldStrategy,
  leaveOneOutStrategy,
  timeSeriesStrategy,
  holdoutStrategy,
  stratifiedHoldoutStrategy,
  predefinedStrategy,
] as const

/** A strategy by its name in files. */
export type StrategyName = (typeof STRATEGIES)[number]['name']
