import type { ExperimentFile, WrittenFlatValidation } from '../file/experimentFile.ts'
import { formatPath, type NodePath } from '../file/nodePath.ts'
import type { Problem } from '../file/problem.ts'
import { strategyRules, type StrategyRule } from '../../split/validationFields.ts'

/** What is wrong with the validation asked for, as far as that can be known without the dataset. */
export function strategyProblems({ validation, dataset }: ExperimentFile): readonly Problem[] {
  if (validation === undefined) return []
  const hasGroups = Object.values(dataset.columns ?? {}).some(({ role }) => role === 'group')
  if (validation.strategy !== 'nested') return flatProblems(validation, ['validation'], hasGroups)
  const { outer = {}, inner = {} } = validation as { outer?: WrittenFlatValidation; inner?: WrittenFlatValidation }
  return [
    ...flatProblems(outer, ['validation', 'outer'], hasGroups),
    ...flatProblems(inner, ['validation', 'inner'], hasGroups),
  ]
}

function flatProblems(flat: WrittenFlatValidation, at: NodePath, hasGroups: boolean): readonly Problem[] {
  const { strategy } = flat
  if (strategy === undefined) return []
  const rule = strategyRules[strategy]
  const problems = foreignSettings(flat, rule, at)
  if (rule.groups === true && !hasGroups) problems.push(noGroups(strategy, at))
  const isShuffled = flat.shuffle ?? rule.shuffles
  if ((flat.repeats ?? 1) > 1 && rule.takes.includes('repeats') && !isShuffled) problems.push(sameRepeats(flat, at))
  return problems
}

function foreignSettings(flat: WrittenFlatValidation, rule: StrategyRule, at: NodePath): Problem[] {
  const settings = Object.keys(flat).filter((key) => key !== 'strategy' && key !== 'seed')
  const foreign = settings.filter((key) => !(rule.takes as readonly string[]).includes(key))
  return foreign.map((key) => {
    const path = [...at, key]
    const takes = rule.takes.length === 0 ? 'no settings' : rule.takes.join(', ')
    const message = `${formatPath(path)}: ${flat.strategy ?? ''} takes ${takes}, received \`${key}\``
    return { code: 'experiment/invalid', at: path, atKey: true, message, hint: 'Remove it or choose another strategy.' }
  })
}

function noGroups(strategy: string, at: NodePath): Problem {
  const path = [...at, 'strategy']
  const message = `${formatPath(path)}: ${strategy} needs a column with the role group, and none is named`
  const hint = 'Write `columns: { NAME: { role: group } }` under `dataset`.'
  return { code: 'experiment/invalid', at: path, message, hint }
}

function sameRepeats(flat: WrittenFlatValidation, at: NodePath): Problem {
  const path = [...at, 'repeats']
  const message = `${formatPath(path)}: expected 1 without shuffling, as each repeat would be the same, received ${flat.repeats ?? 1}`
  return { code: 'experiment/invalid', at: path, message, hint: 'Set `shuffle: true` or `repeats: 1`.' }
}
