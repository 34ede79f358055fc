import type { ValueCount } from './profile.ts'

/** Characters that nobody sees. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g

/** What labels have in common that look alike: capitals, blanks of every kind, invisible characters and ways of composing aside. */
export function labelKey(label: string): string {
  return label.normalize('NFKC').replaceAll(INVISIBLE, '').replaceAll(/\s+/gu, ' ').trim().toLowerCase()
}

/** Groups of labels that look alike, each with the most frequent first. */
export function lookAlikes(labels: readonly ValueCount[]): readonly (readonly ValueCount[])[] {
  const groups = new Map<string, ValueCount[]>()
  for (const label of labels) {
    const key = labelKey(label.value)
    const group = groups.get(key)
    if (group) group.push(label)
    else groups.set(key, [label])
  }
  return [...groups.values()].filter((group) => group.length > 1).map((group) => [...group].sort(byCount))
}

/**
 * For each label that another stands for, the one that does: of those that look alike the one that `known` has for them, else the most
 * frequent.
 */
export function joinedLabels(
  labels: readonly ValueCount[],
  known: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const stands = new Map(Object.values(known).map((label) => [labelKey(label), label]))
  for (const [most] of lookAlikes(labels))
    if (!stands.has(labelKey(most.value))) stands.set(labelKey(most.value), most.value)
  const joined = labels.flatMap(({ value }): (readonly [string, string])[] => {
    const one = stands.get(labelKey(value))
    return one === undefined ? [] : [[value, one]]
  })
  return Object.fromEntries([...Object.entries(known), ...joined])
}

/** A label with its hidden differences made visible. */
export function shownLabel(label: string): string {
  return JSON.stringify(label).replaceAll(
    /[\u00a0\u00ad\u0300-\u036f\u2000-\u200f\u202f\u2060\u3000\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function byCount(a: ValueCount, b: ValueCount): number {
  return b.count - a.count || a.value.length - b.value.length || (a.value < b.value ? -1 : 1)
}
