import type { DatasetColumn } from '../../dataset/inspection.ts'
import type { TableColumn } from '../../dataset/table.ts'
import { sharedCodes } from '../../split/sharedCodes.ts'
import type { Finding, PreflightInput } from '../finding.ts'
import type { CheckedProtocol } from './checkedProtocol.ts'
import { columnNamed } from './columnNamed.ts'

/** Identifiers with fewer different values than this are as likely categories. */
const FEWEST_IDS = 5
/** Rows of one identifier, on average, from which on it repeats. */
const REPEATS = 1.5

const NAMES_OF_IDS =
  /^(?:id|ids|uuid|guid|(?:.*[^a-z])?(?:id|uuid|guid|nr)|(?:patient|subject|user|customer|client|person|participant|pupil|student|animal|household|family|session|device|visitor|member|respondent|donor|case|record)s?(?:[^a-z]*(?:id|nr|no|number|code|key|name))?)$/i
const CAMEL_ID = /[a-z](?:Id|ID|Nr)$/
/** `P017`, `user-0042`, a UUID: letters, then digits that are all there is to tell them apart. */
const VALUE_OF_ID = /^(?:[a-z]{0,8}[-_ ]?\d{2,}|[0-9a-f]{8}-[0-9a-f-]{27})$/i

/** Whether a column that was given no role, or the role `id`, names things that have several rows each. */
export function mayRepeatIds(column: DatasetColumn, role: string | undefined): boolean {
  const { profile, name, type } = column
  if (role !== undefined && role !== 'id' && role !== 'feature' && role !== 'ignore') return false
  const { distinct, count } = profile
  if (distinct < FEWEST_IDS || distinct >= count) return false
  if (role === 'id') return true
  if (count < REPEATS * distinct) return false
  if (profile.kind === 'number' && !profile.isInteger) return false
  if (NAMES_OF_IDS.test(name) || CAMEL_ID.test(name)) return true
  if (profile.kind !== 'values' || type === 'boolean' || distinct < 2 * FEWEST_IDS) return false
  return profile.top.length > 0 && profile.top.every(({ value }) => VALUE_OF_ID.test(value))
}

/** Identifiers that have rows on both sides of a fold: what the model learns of one it is then tested on. */
export function idFindings(input: PreflightInput, { sides }: CheckedProtocol): Finding[] {
  const { columns = [], settings = {}, table } = input
  if (!sides) return []
  return columns.flatMap((column): Finding[] => {
    const { name } = column
    if (name === table.target.name || !mayRepeatIds(column, settings[name]?.role)) return []
    const found = columnNamed(name, input)
    if (!found) return []
    const codes = codesOf(found)
    const shared = sharedCodes(codes, sides)
    if (shared.codes.size === 0) return []
    return [repeated(name, shared.codes.size, column.profile)]
  })
}

function repeated(name: string, ids: number, { distinct, count }: DatasetColumn['profile']): Finding {
  return {
    kind: 'repeatedIds',
    severity: 'warning',
    column: name,
    evidence: { ids, distinct, rows: count },
    message: `${name} looks like an identifier and repeats: ${String(distinct)} values in ${String(count)} rows, of which ${String(ids)} have rows on both sides of a fold.`,
    fix: 'Give it the role group, so that all rows of one stay together; otherwise scores may be too optimistic.',
  }
}

function codesOf(column: TableColumn): Int32Array {
  if (column.kind === 'category') return column.codes
  const codes = new Map<number, number>()
  return Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1
    const code = codes.get(value) ?? codes.size
    codes.set(value, code)
    return code
  })
}
