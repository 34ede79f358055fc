import type { Strategy as StrategyRow } from './strategy.ts'
import { STRATEGIES, type StrategyName } from './strategyTable.ts'
import type { ValidationSettings } from './validationSettings.ts'

/** The row of a strategy, whose other forms are rows too. */
export type Strategy = StrategyRow<StrategyName>

/** The rows of all strategies that are no nesting of others, in the order in which they are offered. */
export const strategies: readonly Strategy[] = STRATEGIES

const byName = new Map<string, Strategy>(strategies.map((strategy) => [strategy.name, strategy]))

/** The row of a strategy. */
export function strategyNamed(name: StrategyName): Strategy {
  const strategy = byName.get(name)
  if (!strategy) throw new RangeError(`There is no strategy ${name}.`)
  return strategy
}

/** Whether a protocol draws anything, so that another repeat has other folds. */
export function isDrawn({
  strategy,
  shuffle,
}: Pick<ValidationSettings, 'shuffle'> & { readonly strategy: StrategyName }): boolean {
  const { random } = strategyNamed(strategy)
  return random === 'always' || (random === 'whenShuffled' && shuffle)
}

/** What strategies are called in a language. */
export function strategyLabels(language: keyof Strategy['labels']): Readonly<Record<StrategyName, string>> {
  const labels = strategies.map((strategy) => [strategy.name, strategy.labels[language]])
  return Object.fromEntries(labels) as Record<StrategyName, string>
}
