import type { Finding, PreflightInput } from '../../core/dataset/preflight.ts'
import type { NumberProfile } from '../../core/dataset/profile.ts'
import type { TableColumn } from '../../core/dataset/table.ts'

/** What the thread for long columns is told; columns of a pre-flight come one by one before it, the target last. */
export type ColumnJob =
  | { readonly kind: 'profile'; readonly values: Float64Array<ArrayBuffer> }
  | { readonly kind: 'column'; readonly column: TableColumn }
  | { readonly kind: 'preflight'; readonly input: PreflightWithoutColumns }

/** A pre-flight whose features and target were sent before. */
export type PreflightWithoutColumns = Omit<PreflightInput, 'table'> & {
  readonly table: Omit<PreflightInput['table'], 'features' | 'target'>
}

/** What it answers, one answer for each job in order; nothing for a column. */
export type ColumnAnswer =
  { readonly profile: NumberProfile } | { readonly findings: readonly Finding[] } | { readonly error: unknown }
