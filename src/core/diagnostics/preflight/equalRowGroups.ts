import { duplicatesOf } from './duplicatesOf.ts'
import type { Table } from '../../dataset/table.ts'

/**
 * Groups that keep rows together which are equal in all features and the target, codes from 0 by first row. Where the
 * table has groups already, those that share an equal row become one.
 */
export function equalRowGroups({ rows, features, target, groups }: Table): Int32Array {
  const parent = Int32Array.from({ length: rows }, (_, row) => row)
  const join = (a: number, b: number): void => {
    const [first, second] = [rootOf(parent, a), rootOf(parent, b)]
    parent[Math.max(first, second)] = Math.min(first, second)
  }
  for (const [row, first] of duplicatesOf([...features, target], rows).first) join(row, first)
  if (groups) {
    const firstOf = new Map<number, number>()
    groups.forEach((group, row) => {
      const first = firstOf.get(group)
      if (first === undefined) firstOf.set(group, row)
      else join(row, first)
    })
  }
  const codeOf = new Map<number, number>()
  return parent.map((_, row) => {
    const root = rootOf(parent, row)
    const code = codeOf.get(root) ?? codeOf.size
    codeOf.set(root, code)
    return code
  })
}

function rootOf(parent: Int32Array, row: number): number {
  let root = row
  while (parent[root] !== root) root = parent[root]
  while (parent[row] !== root) [row, parent[row]] = [parent[row], root]
  return root
}
