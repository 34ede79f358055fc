import type { DatasetSettings, Role } from '../dataset/datasetSettings.ts'

/** Whether any column of a dataset has this role. */
export function hasRole({ columns = {} }: Pick<DatasetSettings, 'columns'>, role: Role): boolean {
  return Object.values(columns).some((column) => column.role === role)
}

/** The column that has this role, if any. */
export function columnWithRole({ columns = {} }: Pick<DatasetSettings, 'columns'>, role: Role): string | undefined {
  return Object.entries(columns).find(([, column]) => column.role === role)?.[0]
}
