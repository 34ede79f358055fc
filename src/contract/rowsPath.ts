/** Where to fetch rows `from` to `from + count` of some columns (by `DatasetColumn.field`); answers a `RowPage` as JSON. */
export function rowsPath(datasetId: string, from: number, count: number, fields: readonly number[]): string {
  return `/data/datasets/${datasetId}/rows?from=${from}&count=${count}&fields=${fields.join(',')}`
}
