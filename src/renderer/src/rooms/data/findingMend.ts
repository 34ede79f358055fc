import type { Finding } from '../../../../core/diagnostics/preflight/preflight.ts'

/** What can be done about a finding by one press. */
export type Mend =
  | { readonly kind: 'role'; readonly column: string; readonly role: 'ignore' | 'id' | 'feature' }
  | { readonly kind: 'folds'; readonly folds: number }
  | { readonly kind: 'weigh' }

/** The mend of a finding; `null` where only the person or the file can mend it. */
export function findingMend({ kind, column, evidence }: Finding): Mend | null {
  switch (kind) {
    case 'constant':
    case 'empty':
    case 'leakage':
    case 'mostlyMissing':
    case 'highCardinality':
      return column === undefined ? null : { kind: 'role', column, role: 'ignore' }
    case 'idLike':
    case 'bigIntegers':
      return column === undefined ? null : { kind: 'role', column, role: 'id' }
    case 'leftOut':
      return column === undefined ? null : { kind: 'role', column, role: 'feature' }
    case 'tinyClass':
      return foldsAtMost(Number(evidence['rows']))
    case 'groupsTooFew':
      return foldsAtMost(Number(evidence['groups']))
    case 'imbalance':
      return { kind: 'weigh' }
    case 'loneClass':
    case 'duplicateRows':
    case 'duplicatesAcrossFolds':
    case 'missingTarget':
    case 'nonFinite':
    case 'unreadable':
    case 'unseenCategories':
      return null
  }
}

function foldsAtMost(folds: number): Mend | null {
  return folds >= 2 ? { kind: 'folds', folds } : null
}
