import type { DatasetColumn } from './inspection.ts'

/** The labels of a target with two classes in the order of their codes, each with its rows where they are known. */
export function twoClasses({ profile }: Pick<DatasetColumn, 'profile'>): {
  readonly labels: readonly string[]
  readonly counts?: readonly number[]
} {
  if (profile.distinct !== 2) return { labels: [] }
  if (profile.kind === 'values') {
    const inOrder = profile.top.toSorted((a, b) => (a.value < b.value ? -1 : 1))
    return { labels: inOrder.map(({ value }) => value), counts: inOrder.map(({ count }) => count) }
  }
  if (profile.kind === 'date' || profile.min === null || profile.max === null) return { labels: [] }
  const { counts = [] } = profile.histogram ?? {}
  const rows = counts.length > 1 ? { counts: [counts[0], counts[counts.length - 1]] } : {}
  return { labels: [String(profile.min), String(profile.max)], ...rows }
}
