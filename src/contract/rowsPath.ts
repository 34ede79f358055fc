/** In which order rows are looked at, and which of them. The dataset stays as it is. */
export interface RowView {
  /** The column, by `DatasetColumn.field`, that they are sorted by: missing cells last, equal ones in the order of the file. */
  readonly sort?: number
  readonly descending?: boolean
  /** `column > 1.5`, with <, <=, >, >= or =, or a text that some cell contains. */
  readonly filter?: string
}

/** Characters of {@link RowView.filter}. */
export const LONGEST_FILTER = 300

/**
 * Where to fetch rows `from` to `from + count` of some columns (by `DatasetColumn.field`), in the order of the file or as `view`
 * has them; answers a `RowPage` as JSON.
 */
export function rowsPath(
  datasetId: string,
  from: number,
  count: number,
  fields: readonly number[],
  { sort, descending, filter }: RowView = {},
): string {
  const view = [
    sort === undefined ? '' : `&sort=${sort}`,
    descending ? '&descending=1' : '',
    filter === undefined ? '' : `&filter=${encodeURIComponent(filter)}`,
  ].join('')
  return `/data/datasets/${datasetId}/rows?from=${from}&count=${count}&fields=${fields.join(',')}${view}`
}
