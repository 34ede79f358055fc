/** One place in the file, with what stood there. */
export interface CellSample {
  /** Physical line, from 1. */
  readonly line: number
  /** As in the file, cut after 200 characters. */
  readonly cell?: string
}

/** A cell cut to a length that fits a ledger. */
export function shortenCell(cell: string): string {
  return cell.length > 200 ? `${cell.slice(0, 200)}…` : cell
}
