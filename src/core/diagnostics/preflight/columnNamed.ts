import type { TableColumn } from '../../dataset/table.ts'
import type { PreflightInput } from '../finding.ts'

/** A column of the table's features, or one that was read for the pre-flight alone. */
export function columnNamed(
  name: string,
  { table, clues = [] }: Pick<PreflightInput, 'table' | 'clues'>,
): TableColumn | undefined {
  return [...table.features, ...clues].find((column) => column.name === name)
}
