import { columnWithRole } from '../../dataset/hasRole.ts'
import { outermostOf } from '../../split/outermostOf.ts'
import { sharedCodes } from '../../split/sharedCodes.ts'
import { strategyNamed } from '../../split/strategies.ts'
import type { FlatValidation } from '../../split/validationSpec.ts'
import type { Finding, PreflightInput } from '../finding.ts'
import type { CheckedProtocol } from './checkedProtocol.ts'

/** Groups that a protocol does not keep together, whether by oversight or by choice; and fewer groups than folds. */
export function groupFindings(input: PreflightInput, protocol: CheckedProtocol): Finding[] {
  const { table, settings = {} } = input
  const { outermost } = protocol
  if (!table.groups || !outermost) return []
  const careless = partThatSplitsGroups(input)
  if (!careless) return fewGroups(table.groups, protocol)
  const column = columnWithRole({ columns: settings }, 'group')
  // Of the inner part the folds are many: that a group has several rows is enough.
  const sides = careless === outermost ? protocol.sides : 'eachRowAlone'
  const shared = sides ? sharedCodes(table.groups, sides).codes.size : 0
  if (column === undefined || shared === 0) return []
  const evidence = { groups: shared, of: new Set(table.groups).size, strategy: careless.strategy }
  return [careless.groups === 'ignore' ? ignoredByChoice(column, evidence) : ignored(column, evidence)]
}

/** The part of a protocol that does not keep groups together, where the table has groups. */
export function partThatSplitsGroups({
  table,
  settings = {},
  validation,
}: Pick<PreflightInput, 'table' | 'settings' | 'validation'>): FlatValidation | undefined {
  if (!table.groups || !validation) return undefined
  const column = columnWithRole({ columns: settings }, 'group')
  const outermost = outermostOf(validation)
  const inner = validation.strategy === 'nested' && !strategyNamed(outermost.strategy).forward ? [validation.inner] : []
  return [outermost, ...inner].find((part) => !keepsGroups(part, column))
}

function keepsGroups({ strategy, groups, series }: FlatValidation, column: string | undefined): boolean {
  if (series !== undefined && series === column) return true
  return groups !== 'ignore' && strategyNamed(strategy).groups
}

type Evidence = Readonly<Record<'groups' | 'of', number> & { strategy: string }>

function ignored(column: string, evidence: Evidence): Finding {
  const { groups, of, strategy } = evidence
  const form = strategyNamed(strategy as FlatValidation['strategy']).groupedForm ?? 'stratified-group-k-fold'
  return {
    kind: 'groupsIgnored',
    severity: 'error',
    blocks: true,
    column,
    evidence: { ...evidence, form },
    message: `${strategy} does not keep groups together: ${String(groups)} of ${String(of)} groups of ${column} have rows on both sides of a fold, so scores are too optimistic.`,
    fix: `Use ${form}, or write \`groups: ignore\` under \`validation\` if rows of one group are independent.`,
  }
}

function ignoredByChoice(column: string, evidence: Evidence): Finding {
  const { groups, of } = evidence
  return {
    kind: 'groupsIgnoredByChoice',
    severity: 'warning',
    column,
    evidence,
    message: `Groups are ignored as the experiment says: ${String(groups)} of ${String(of)} groups of ${column} have rows on both sides of a fold.`,
    fix: 'Remove `groups: ignore` unless rows of one group are independent of each other.',
  }
}

/** Fewer groups than folds. */
function fewGroups(codes: Int32Array, { outermost, folds = 0 }: CheckedProtocol): Finding[] {
  if (!outermost || !strategyNamed(outermost.strategy).groups) return []
  const groups = new Set(codes).size
  if (groups >= Math.max(folds, 2)) return []
  return [
    {
      kind: 'groupsTooFew',
      severity: 'error',
      evidence: { groups, folds },
      message: `There are ${String(groups)} groups for ${String(folds)} folds.`,
      fix: 'Use at most as many folds as there are groups.',
    },
  ]
}
