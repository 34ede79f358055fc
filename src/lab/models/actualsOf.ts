import type { TableColumn } from '../../core/dataset/table.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'

/** The target of each row of a file that is to be scored. */
export interface Actuals {
  /** Class code or value; NaN where there is none, or where no training row had the class. */
  readonly codes: Float64Array
  /** As it is shown; undefined where there is none. */
  readonly shown: readonly (string | number | undefined)[]
}

/** The target column of a file in the terms of a model. */
export function actualsOf(column: TableColumn, { classes, task }: Pick<SavedModel, 'classes' | 'task'>): Actuals {
  if (column.kind === 'number') {
    const shown = Array.from(column.values, (value) => (Number.isNaN(value) ? undefined : value))
    if (task === 'regression') return { codes: column.values, shown }
    return { codes: column.values.map((value) => codeOf(String(value), classes)), shown }
  }
  const byCode = column.levels.map((level) => codeOf(level, classes))
  return {
    codes: Float64Array.from(column.codes, (code) => (code < 0 ? NaN : byCode[code])),
    shown: Array.from(column.codes, (code) => (code < 0 ? undefined : column.levels[code])),
  }
}

function codeOf(label: string, classes: readonly string[]): number {
  const code = classes.indexOf(label)
  return code < 0 ? NaN : code
}
