/** Which column of a file stands for each column of a model. */

/** By the model's column: the file's column that stands for it, or `null` where every cell counts as missing. */
export type ColumnMap = Readonly<Record<string, string | null>>

/** A column of a model and what stands for it in a file. */
export interface ColumnMatch {
  /** The model's name for it. */
  readonly name: string
  /** The file's column; absent where there is none. */
  readonly from?: string
  /**
   * `same`: found by its name. `chosen`: named by the person. `alike`: proposed, since its name differs in case and signs alone.
   * `absent`: the person says that the file lacks it. `open`: not found, to be decided.
   */
  readonly by: 'same' | 'chosen' | 'alike' | 'absent' | 'open'
}

/** The columns of a model beside those of a file: what was chosen, else the same name, else a name that differs in case and signs alone. */
export function matchColumns(
  names: readonly string[],
  present: readonly string[],
  map: ColumnMap = {},
): readonly ColumnMatch[] {
  const there = new Set(present)
  const certain = names.map((name) => certainMatch(name, there, map))
  const taken = new Set(certain.flatMap((match) => match?.from ?? []))
  const free = new Map<string, string[]>()
  for (const name of present)
    if (!taken.has(name)) free.set(plainName(name), [...(free.get(plainName(name)) ?? []), name])
  return names.map((name, at) => certain[at] ?? alikeMatch(name, free.get(plainName(name)) ?? []))
}

function certainMatch(name: string, there: ReadonlySet<string>, map: ColumnMap): ColumnMatch | undefined {
  if (Object.hasOwn(map, name)) {
    const from = map[name]
    if (from === null) return { name, by: 'absent' }
    if (there.has(from)) return { name, from, by: from === name ? 'same' : 'chosen' }
    return { name, by: 'open' }
  }
  return there.has(name) ? { name, from: name, by: 'same' } : undefined
}

/** Two that are alike are no proposal. */
function alikeMatch(name: string, alike: readonly string[]): ColumnMatch {
  return alike.length === 1 && plainName(name) !== '' ? { name, from: alike[0], by: 'alike' } : { name, by: 'open' }
}

function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** The file's column for a model's column by a map; `null` where every cell counts as missing. */
export function fileColumn(name: string, map: ColumnMap): string | null {
  return Object.hasOwn(map, name) ? map[name] : name
}
