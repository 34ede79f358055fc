import type { DatasetColumn } from '../../../../core/dataset/inspection.ts'

/** Orders in which columns are looked through. */
export const COLUMN_ORDERS = ['file', 'name', 'strength', 'missing', 'distinct'] as const
export type ColumnOrder = (typeof COLUMN_ORDERS)[number]

type Column = Pick<DatasetColumn, 'name' | 'missing' | 'profile'>

/**
 * The columns whose names hold `text` (all of its words, whatever their case), in the order asked for. Equal ones stay in the
 * order of the file; columns of unknown strength come last.
 */
export function arrangeColumns<C extends Column>(
  columns: readonly C[],
  { text, order, strengthOf }: { text: string; order: ColumnOrder; strengthOf: (name: string) => number | null },
): readonly C[] {
  const tests = text.toLowerCase().split(/\s+/).filter(Boolean).map(nameTest)
  const found = columns.filter(({ name }) => tests.every((holds) => holds(name.toLowerCase())))
  switch (order) {
    case 'file':
      return found
    case 'name':
      return found.toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
    case 'strength':
      return largestFirst(found, ({ name }) => strengthOf(name) ?? -1)
    case 'missing':
      return largestFirst(found, ({ missing }) => missing)
    case 'distinct':
      return largestFirst(found, ({ profile }) => profile.distinct)
  }
}

/** A word is anywhere in the name; one with a star is the whole name, the star for any part of it. */
function nameTest(word: string): (name: string) => boolean {
  if (!word.includes('*')) return (name) => name.includes(word)
  const pattern = word
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  const whole = new RegExp(`^${pattern}$`, 's')
  return (name) => whole.test(name)
}

function largestFirst<C>(columns: readonly C[], value: (column: C) => number): readonly C[] {
  return columns
    .map((column) => ({ column, at: value(column) }))
    .sort((a, b) => b.at - a.at)
    .map(({ column }) => column)
}
