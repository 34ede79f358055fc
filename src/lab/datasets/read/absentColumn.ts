import type { TableColumn } from '../../../core/dataset/table.ts'

/** A column that a file lacks: every cell of it is missing. */
export function absentColumn(name: string, isNumber: boolean, rows: number): TableColumn {
  return isNumber
    ? { kind: 'number', name, values: new Float64Array(rows).fill(NaN) }
    : { kind: 'category', name, levels: [], codes: new Int32Array(rows).fill(-1) }
}
