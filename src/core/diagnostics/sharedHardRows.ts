import type { Named } from './drawing.ts'
import type { HardRows } from './hardRows.ts'

/** A row that most candidates get wrong. */
export interface SharedHardRow {
  /** From 0. */
  readonly row: number
  /** Row of the file, from 0, where the experiment leaves out rows of it. */
  readonly fileRow?: number
  /** Candidates that get it wrong in most repeats. */
  readonly candidates: number
  /** Whether all of these deny its class with little doubt every time. */
  readonly isSuspect: boolean
}

/** Rows that are hard for more than half of the candidates, those that are hard for most first. */
export function sharedHardRows(results: readonly Named<HardRows>[]): readonly SharedHardRow[] {
  const byRow = Map.groupBy(
    results.flatMap(({ result }) => result.rows),
    ({ row }) => row,
  )
  return [...byRow]
    .filter(([, hard]) => hard.length > results.length / 2)
    .map(([row, hard]) => {
      const [{ fileRow }] = hard
      const isSuspect = hard.every((one) => one.isSuspect)
      return { row, ...(fileRow !== undefined && { fileRow }), candidates: hard.length, isSuspect }
    })
    .sort((a, b) => b.candidates - a.candidates || Number(b.isSuspect) - Number(a.isSuspect) || a.row - b.row)
}
