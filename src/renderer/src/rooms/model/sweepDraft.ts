import type { Sweep, SweepRange } from '../../../../core/experiment/file/experimentFile.ts'
import { rangeValue } from '../../../../core/experiment/sweep/sweepAxes.ts'
import { parseSweepText, sweepText } from '../../../../core/experiment/sweep/sweepText.ts'
import { acceptsNumber } from '../../../../core/settings/acceptsNumber.ts'
import type { NumberField } from '../../../../core/settings/field.ts'

/** A sweep over numbers while it is edited: a list or a range, whichever is in sight. */
export interface SweepDraft {
  readonly kind: 'list' | 'range'
  readonly list: string
  readonly from: number | undefined
  readonly to: number | undefined
  /** Empty: any value between is drawn, by a random search. */
  readonly count: number | undefined
  readonly scale: 'linear' | 'log'
  /** Sweeps with an equal name move together. */
  readonly as: string
}

/** What is wrong with a draft. */
export type SweepProblem = 'list' | 'ends' | 'log' | 'count' | 'bounds'

export type ReadSweep =
  | { readonly sweep: Sweep<number>; readonly values: readonly number[] }
  | { readonly problem: SweepProblem }

const USUAL_COUNT = 5
const MOST_VALUES = 1000

/** A sweep as a draft, with the other way of writing it filled in as far as that is known. */
export function draftOfSweep({ sweep, as = '' }: Sweep<unknown>): SweepDraft {
  if (Array.isArray(sweep)) {
    const numbers = sweep.filter((value): value is number => typeof value === 'number')
    const [from, to] = numbers.length > 0 ? [Math.min(...numbers), Math.max(...numbers)] : []
    return { kind: 'list', list: sweepText({ sweep }), from, to, count: USUAL_COUNT, scale: 'linear', as }
  }
  const { from, to, count, scale = 'linear' } = sweep as SweepRange
  const list = count === undefined ? '' : rangeValues({ from, to, count, scale }).join(', ')
  return { kind: 'range', list, from, to, count, scale, as }
}

/** A draft as a sweep of a field with the values it comes to, or what is wrong with it. */
export function readSweepDraft(draft: SweepDraft, field: NumberField): ReadSweep {
  const as = draft.as.trim()
  const named = as === '' ? {} : { as }
  const read = draft.kind === 'list' ? readList(draft.list) : readRange(draft)
  if ('problem' in read) return read
  const values = Array.isArray(read.sweep) ? (read.sweep as number[]) : rangeValues(read.sweep as SweepRange, field)
  if (!values.every((value) => acceptsNumber(field, value))) return { problem: 'bounds' }
  return { sweep: { ...read, ...named }, values }
}

function readList(text: string): Sweep<number> | { readonly problem: SweepProblem } {
  const found = parseSweepText(text)
  return found && Array.isArray(found.sweep) ? found : { problem: 'list' }
}

function readRange({ from, to, count, scale }: SweepDraft): Sweep<number> | { readonly problem: SweepProblem } {
  if (from === undefined || to === undefined || from >= to) return { problem: 'ends' }
  if (scale === 'log' && from <= 0) return { problem: 'log' }
  if (count !== undefined && !(Number.isInteger(count) && count >= 2 && count <= MOST_VALUES))
    return { problem: 'count' }
  return { sweep: { from, to, ...(count !== undefined && { count }), ...(scale === 'log' && { scale }) } }
}

/** Values of a range in order; of one that is drawn from its ends alone. */
function rangeValues(range: SweepRange, field?: NumberField): readonly number[] {
  const last = (range.count ?? 2) - 1
  return [...new Set(Array.from({ length: last + 1 }, (_, at) => rangeValue(range, at / last, field)))]
}
