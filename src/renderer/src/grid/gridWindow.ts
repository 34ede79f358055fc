/** Browsers draw elements up to some 33 million pixels high; beyond this, scrolling covers more than one pixel per pixel. */
const MOST_PIXELS = 15_000_000

/** Where the scroll bar stands and how far it can go. */
export interface Scrolling {
  /** Height of what is scrolled, as the browser is given it. */
  readonly scrollHeight: number
  /** Pixels of the table per pixel of the scroll bar; 1 for all but very long tables. */
  readonly ratio: number
}

/** How a table of `rows` rows is scrolled in a view of `viewHeight` pixels (without its head). */
export function scrollingOf(rows: number, rowHeight: number, viewHeight: number): Scrolling {
  const height = rows * rowHeight
  if (height <= MOST_PIXELS) return { scrollHeight: height, ratio: 1 }
  return { scrollHeight: MOST_PIXELS, ratio: (height - viewHeight) / (MOST_PIXELS - viewHeight) }
}

/** The rows to draw: from `first`, `count` of them, the first one `offset` pixels above the view's edge. */
export interface RowWindow {
  readonly first: number
  readonly count: number
  readonly offset: number
}

/** The rows that are seen at `scrollTop`. */
export function rowWindow(
  scrollTop: number,
  ratio: number,
  rows: number,
  rowHeight: number,
  viewHeight: number,
): RowWindow {
  const top = Math.max(0, Math.min(scrollTop * ratio, rows * rowHeight - viewHeight))
  const first = Math.floor(top / rowHeight)
  const count = Math.min(rows - first, Math.ceil(viewHeight / rowHeight) + 1)
  return { first, count: Math.max(0, count), offset: top - first * rowHeight }
}

/** Left edges of columns, and the right edge of the last. */
export function edgesOf(widths: readonly number[]): readonly number[] {
  const edges = [0]
  for (const width of widths) edges.push((edges.at(-1) ?? 0) + width)
  return edges
}

/** The columns that are seen at `scrollLeft`: from `first` up to, not including, `end`. */
export function columnWindow(
  scrollLeft: number,
  edges: readonly number[],
  viewWidth: number,
): { readonly first: number; readonly end: number } {
  const columns = edges.length - 1
  const first = Math.min(columns, Math.max(0, lastAtMost(edges, scrollLeft)))
  let end = first
  while (end < columns && edges[end] < scrollLeft + viewWidth) end += 1
  return { first, end }
}

/** Index of the last edge that is not right of `at`. */
function lastAtMost(edges: readonly number[], at: number): number {
  let [low, high] = [0, edges.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (edges[middle] <= at) low = middle
    else high = middle - 1
  }
  return low
}

/** The `scrollTop` that shows `row`, as little away from the present one as possible. */
export function scrollTopFor(
  row: number,
  scrollTop: number,
  { ratio }: Scrolling,
  rowHeight: number,
  viewHeight: number,
): number {
  const top = scrollTop * ratio
  const wanted = Math.min(row * rowHeight, Math.max(top, (row + 1) * rowHeight - viewHeight))
  return Math.abs(wanted - top) < 0.5 ? scrollTop : wanted / ratio
}
