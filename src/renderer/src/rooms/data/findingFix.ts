import type { Finding } from '../../../../core/diagnostics/finding.ts'
import type { FlatValidation } from '../../../../core/split/validationSpec.ts'

/** What can be done about a finding by one press. */
export type Fix =
  | { readonly kind: 'role'; readonly column: string; readonly role: 'ignore' | 'id' | 'feature' | 'group' }
  | { readonly kind: 'asNumber'; readonly column: string }
  | { readonly kind: 'folds'; readonly folds: number }
  | { readonly kind: 'weigh' }
  | { readonly kind: 'keepGroups' | 'equalRows'; readonly form: FlatValidation['strategy'] }
  | { readonly kind: 'ignoreGroups' | 'confirmOrder' }
  | { readonly kind: 'splitByTime'; readonly column: string }
  | { readonly kind: 'sortByTime'; readonly column: string; readonly series?: string }

/** What can be done about a finding, the likeliest first; empty where only the person or the file can. */
export function findingFixes({ kind, column, evidence }: Finding): readonly Fix[] {
  const form = String(evidence['form'] ?? 'stratified-group-k-fold') as FlatValidation['strategy']
  switch (kind) {
    case 'constant':
    case 'empty':
    case 'leakage':
    case 'mostlyMissing':
    case 'highCardinality':
      return roleOf(column, 'ignore')
    case 'mostlyNumbers':
      return column === undefined ? [] : [{ kind: 'asNumber', column }]
    case 'idLike':
    case 'bigIntegers':
      return roleOf(column, 'id')
    case 'leftOut':
      return roleOf(column, 'feature')
    case 'repeatedIds':
      return roleOf(column, 'group')
    case 'tinyClass':
      return foldsAtMost(Number(evidence['rows']))
    case 'groupsTooFew':
      return foldsAtMost(Number(evidence['groups']))
    case 'imbalance':
      return [{ kind: 'weigh' }]
    case 'duplicatesAcrossFolds':
      return [{ kind: 'equalRows', form }]
    case 'groupsIgnored':
      return [{ kind: 'keepGroups', form }, { kind: 'ignoreGroups' }]
    case 'groupsIgnoredByChoice':
      return [{ kind: 'keepGroups', form }]
    case 'notInTimeOrder':
      return [...sortBy(column, evidence['series']), { kind: 'confirmOrder' }]
    case 'timeOrderUnknown':
      return [{ kind: 'confirmOrder' }]
    case 'timeIgnored':
      return column === undefined ? [] : [{ kind: 'splitByTime', column }]
    case 'loneClass':
    case 'duplicateRows':
    case 'missingTarget':
    case 'nonFinite':
    case 'unreadable':
    case 'unseenCategories':
      return []
  }
}

function roleOf(column: string | undefined, role: Extract<Fix, { kind: 'role' }>['role']): readonly Fix[] {
  return column === undefined ? [] : [{ kind: 'role', column, role }]
}

function sortBy(column: string | undefined, series: unknown): readonly Fix[] {
  if (column === undefined) return []
  return [{ kind: 'sortByTime', column, ...(typeof series === 'string' && { series }) }]
}

function foldsAtMost(folds: number): readonly Fix[] {
  return folds >= 2 ? [{ kind: 'folds', folds }] : []
}
