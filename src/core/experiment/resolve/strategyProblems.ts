import type { ExperimentFile, WrittenFlatValidation } from '../file/experimentFile.ts'
import { hasRole } from '../../dataset/hasRole.ts'
import { formatPath, type NodePath } from '../file/nodePath.ts'
import type { Problem } from '../file/problem.ts'
import { strategyNamed, type Strategy } from '../../split/strategies.ts'

/** What is wrong with the validation asked for, as far as that can be known without the dataset. */
export function strategyProblems({ validation, dataset }: ExperimentFile): readonly Problem[] {
  if (validation === undefined) return []
  if (validation.strategy !== 'nested') return flatProblems(validation, ['validation'], dataset)
  const { outer = {}, inner = {}, groups } = validation
  const ofAll = groups === undefined ? {} : { groups }
  return [
    ...flatProblems({ ...ofAll, ...outer }, ['validation', 'outer'], dataset),
    ...flatProblems({ ...ofAll, ...inner }, ['validation', 'inner'], dataset),
  ]
}

function flatProblems(
  flat: WrittenFlatValidation,
  at: NodePath,
  dataset: ExperimentFile['dataset'],
): readonly Problem[] {
  const { strategy } = flat
  if (strategy === undefined) return []
  const rule = strategyNamed(strategy)
  const problems = foreignSettings(flat, rule, at)
  if (rule.groups) problems.push(...groupProblems(flat, rule, at, hasRole(dataset, 'group')))
  if (!rule.groups && flat.groups === 'equalRows') problems.push(notKept(strategy, at))
  if (strategy === 'predefined' && !hasRole(dataset, 'split')) problems.push(noParts(at))
  const isShuffled = flat.shuffle ?? rule.shuffles
  if ((flat.repeats ?? 1) > 1 && rule.takes.includes('repeats') && !isShuffled) problems.push(sameRepeats(flat, at))
  return problems
}

function groupProblems(flat: WrittenFlatValidation, { name }: Strategy, at: NodePath, hasGroups: boolean): Problem[] {
  if (flat.groups === 'ignore') return [contradiction(name, at)]
  return hasGroups || flat.groups === 'equalRows' ? [] : [noGroups(name, at)]
}

function contradiction(strategy: string, at: NodePath): Problem {
  const path = [...at, 'groups']
  const message = `${formatPath(path)}: ${strategy} keeps groups together, received ignore`
  return { code: 'experiment/invalid', at: path, message, hint: 'Remove `groups`, or use a strategy without groups.' }
}

function notKept(strategy: string, at: NodePath): Problem {
  const path = [...at, 'groups']
  const message = `${formatPath(path)}: equalRows needs a strategy that keeps groups together, received ${strategy}`
  const hint = 'Use `stratified-group-k-fold` or `group-k-fold`, or remove `strategy`.'
  return { code: 'experiment/invalid', at: path, message, hint }
}

function noParts(at: NodePath): Problem {
  const path = [...at, 'strategy']
  const message = `${formatPath(path)}: predefined needs a column with the role split, which says train or test, and none is named`
  const hint = 'Write `columns: { NAME: { role: split } }` under `dataset`.'
  return { code: 'experiment/invalid', at: path, message, hint }
}

/** Settings of every strategy. */
const COMMON: ReadonlySet<string> = new Set(['strategy', 'seed', 'groups'])

function foreignSettings(flat: WrittenFlatValidation, rule: Strategy, at: NodePath): Problem[] {
  const settings = Object.keys(flat).filter((key) => !COMMON.has(key))
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
  const hint = 'Write `columns: { NAME: { role: group } }` under `dataset`, or `groups: equalRows` under `validation`.'
  return { code: 'experiment/invalid', at: path, message, hint }
}

function sameRepeats(flat: WrittenFlatValidation, at: NodePath): Problem {
  const path = [...at, 'repeats']
  const message = `${formatPath(path)}: expected 1 without shuffling, as each repeat would be the same, received ${flat.repeats ?? 1}`
  return { code: 'experiment/invalid', at: path, message, hint: 'Set `shuffle: true` or `repeats: 1`.' }
}
