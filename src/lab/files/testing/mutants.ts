import { keyOf } from '../../../core/random/keyedStream.ts'
import { statelessUniform } from '../../../core/random/statelessUniform.ts'

/** A JSON value with one part changed. */
export interface Mutant {
  /** Where and how. */
  readonly what: string
  readonly value: unknown
}

/** What stands in for a part: of every type, and numbers that break arithmetic. */
const STAND_INS = [
  null,
  true,
  '',
  'NaN',
  '<b>',
  0,
  -1,
  1e308,
  -1e-308,
  0.5,
  [],
  {},
  [null],
  [[]],
  { a: 1 },
  '__proto__',
]

type Path = readonly (string | number)[]

/**
 * Copies of a JSON value, each with one part removed, doubled, or replaced by a value of another kind. The same seed gives the same
 * ones; parts at the top come before those deep inside.
 */
export function mutantsOf(
  value: unknown,
  { count, seed }: { readonly count: number; readonly seed: number },
): Mutant[] {
  const paths = pathsOf(value).sort((a, b) => a.length - b.length)
  const draws = statelessUniform(keyOf(seed, 'mutants'), 2 * count)
  return Array.from({ length: count }, (_, i) => {
    const path = paths[i < paths.length / 2 && i < count / 2 ? i : Math.floor(draws[2 * i] * paths.length)]
    const kind = Math.floor(draws[2 * i + 1] * (STAND_INS.length + 2))
    return changed(value, path, kind)
  })
}

function changed(value: unknown, path: Path, kind: number): Mutant {
  const copy = structuredClone(value)
  const last = path[path.length - 1]
  let at = copy as Record<string | number, unknown>
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>
  const place = path.join('.')
  if (kind === STAND_INS.length) {
    if (Array.isArray(at)) at.splice(Number(last), 1)
    else Reflect.deleteProperty(at, last)
    return { what: `${place} removed`, value: copy }
  }
  if (kind > STAND_INS.length) {
    if (Array.isArray(at)) at.push(at[Number(last)])
    else at[`${String(last)}2`] = at[last]
    return { what: `${place} doubled`, value: copy }
  }
  at[last] = structuredClone(STAND_INS[kind])
  return { what: `${place} = ${JSON.stringify(STAND_INS[kind])}`, value: copy }
}

/** Every part; of long lists the first and the last. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return []
  const keys = Array.isArray(value) ? [...new Set([0, value.length - 1])].filter((i) => i >= 0) : Object.keys(value)
  return keys.flatMap((key) => {
    const inner = [...path, key]
    return [inner, ...pathsOf((value as Record<string | number, unknown>)[key], inner)]
  })
}
