import { shownLabel } from '../../dataset/lookAlikes.ts'
import type { DatasetColumn, DatasetWarning, Inspection } from '../../dataset/inspection.ts'
import type { Ledger } from '../../dataset/ledger.ts'

/** What a person should know about a dataset before thinking of any experiment. */
export function datasetWarnings(
  inspection: Pick<Inspection, 'columns' | 'rows' | 'duplicateRows' | 'sample' | 'ledger'>,
): DatasetWarning[] {
  const { columns, rows, duplicateRows, sample, ledger } = inspection
  const warnings: DatasetWarning[] = []
  if (sample)
    warnings.push({
      code: 'sample',
      message: `Only the first ${String(rows)} rows were looked at; an import reads them all.`,
    })
  if (columns.length === 1)
    warnings.push({ code: 'one-column', message: 'There is only one column: nothing to predict it from.' })
  if (duplicateRows > 0)
    warnings.push({
      code: 'duplicate-rows',
      message: `${String(duplicateRows)} of ${String(rows)} rows ${duplicateRows === 1 ? 'equals' : 'equal'} an earlier row.`,
    })
  const nameless = namelessColumns(ledger)
  return [
    ...warnings,
    ...wordLineWarnings(ledger),
    ...columns.flatMap((column) => [
      ...columnWarnings(column, rows),
      ...doubtWarnings(column),
      ...sentinelWarnings(column),
      ...(nameless.has(column.name) ? rowNumberWarnings(column, rows) : []),
      ...unitWarnings(column),
      ...spellingWarnings(column),
    ]),
  ]
}

function columnWarnings(column: DatasetColumn, rows: number): DatasetWarning[] {
  const { name, profile, bigIntegers, nonFinite, unreadable, missing } = column
  const warnings: DatasetWarning[] = []
  const add = (code: string, message: string): void => {
    warnings.push({ code, message, column: name })
  }
  if (missing === rows) add('empty-column', `${name} holds no value.`)
  else if (profile.distinct === 1) add('constant-column', `${name} is constant: it can tell nothing apart.`)
  if (bigIntegers > 0)
    add(
      'big-integers',
      `${name} has ${String(bigIntegers)} whole numbers beyond 2^53: as a numeric feature they would lose digits.`,
    )
  if (nonFinite > 0) add('non-finite', `${name} has ${cells(nonFinite)} not finite, counted as missing.`)
  if (unreadable > 0) add('unreadable-cells', `${name} has ${cells(unreadable)} no ${column.type}, counted as missing.`)
  return warnings
}

/** A number far off all others that people write for "missing". */
function sentinelWarnings({ name, profile, missingTokens = [] }: DatasetColumn): DatasetWarning[] {
  if (profile.kind !== 'number' || !profile.sentinel) return []
  const { value, count } = profile.sentinel
  const where = `${String(count)} ${count === 1 ? 'cell' : 'cells'} of ${name}`
  return [
    {
      code: 'sentinel',
      column: name,
      message: `${String(value)} in ${where} lies far off all other values: if it means missing, say so.`,
      choices: [{ label: `${String(value)} means missing`, answer: { missing: [String(value), ...missingTokens] } }],
    },
  ]
}

/** Another reading that the cells allow as well. */
function doubtWarnings({ name, type, doubt }: DatasetColumn): DatasetWarning[] {
  if (!doubt) return []
  const { code, reason, choices } = doubt
  const words = choices.map(({ label }) => label).join(' or ')
  return [
    {
      code,
      column: name,
      message: `${name} was read as ${type}: ${reason}. Choose ${words} if this is not so.`,
      choices,
    },
  ]
}

function cells(count: number): string {
  return count === 1 ? '1 cell that is' : `${String(count)} cells that are`
}

/** Lines near the top in which a row of units or a header under a title may stand. */
const TOP_LINES = 10

/** Words in several columns of numbers at once, near the top. */
function wordLineWarnings(ledger: Ledger): DatasetWarning[] {
  const columns = new Map<number, number>()
  const unreadable = ledger.filter(({ kind }) => kind === 'unreadable')
  for (const line of unreadable.flatMap(({ lines = [] }) => lines)) columns.set(line, (columns.get(line) ?? 0) + 1)
  return [...columns]
    .filter(([line, count]) => line <= TOP_LINES && count > 1)
    .map(([line, count]) => ({
      code: 'words-on-top',
      message: `Line ${String(line)} has words in ${String(count)} columns of numbers: a row of units, or a header under a title? Remove what does not belong to the table.`,
    }))
}

function namelessColumns(ledger: Ledger): ReadonlySet<string | undefined> {
  const renamed = ledger.filter(({ kind, samples }) => kind === 'renamed' && samples.at(0)?.cell === '')
  return new Set(renamed.map(({ column }) => column))
}

/** A column without a name that counts the rows, as pandas and R write it. */
function rowNumberWarnings({ name, profile }: DatasetColumn, rows: number): DatasetWarning[] {
  const isCount =
    profile.kind === 'number' &&
    profile.isInteger &&
    profile.distinct === rows &&
    (profile.min === 0 || profile.min === 1)
  if (!isCount || (profile.max ?? 0) - (profile.min ?? 0) !== rows - 1) return []
  return [
    {
      code: 'row-numbers',
      column: name,
      message: `${name} has no name and counts the rows, as pandas and R write it: give it the role id, or it is taken for a feature.`,
    },
  ]
}

const WITH_UNIT =
  /^[+-]?\s?(?:[€$£¥₹]\s?[+-]?\d[\d.,'\s]*|[+-]?\d[\d.,'\s]*(?:%|‰|[€$£¥₹°]|EUR|USD|GBP|CHF|kg|km|cm|mm|ms|°C|°F))$/u

/** Numbers written with a currency, a percent sign or another unit are words to any reader. */
function unitWarnings({ name, type, profile }: DatasetColumn): DatasetWarning[] {
  if ((type !== 'category' && type !== 'text') || profile.kind !== 'values' || profile.top.length < 2) return []
  const [first] = profile.top
  if (!profile.top.every(({ value }) => WITH_UNIT.test(value))) return []
  return [
    {
      code: 'numbers-with-units',
      column: name,
      message: `${name} holds numbers with a unit (${JSON.stringify(first.value)}) and was read as ${type}: take the unit out of the cells to have numbers.`,
    },
  ]
}

/** Categories that look alike: they differ in capitals, blanks, invisible characters or ways of composing letters. */
function spellingWarnings({ name, type, profile }: DatasetColumn): DatasetWarning[] {
  if (type !== 'category' || profile.kind !== 'values' || !profile.lookAlikes) return []
  const isCapitals = profile.lookAlikes.every(
    (group) => new Set(group.map(({ value }) => value.toLowerCase())).size === 1,
  )
  const groups = profile.lookAlikes.map((group) =>
    group.map(({ value }) => (isCapitals ? value : shownLabel(value))).join(', '),
  )
  const how = isCapitals ? 'differ in capitals alone' : 'look alike'
  return [
    {
      code: isCapitals ? 'spellings' : 'look-alikes',
      column: name,
      message: `${name} has categories that ${how} (${groups.join('; ')}): they are kept apart.`,
      choices: [{ label: 'join', answer: { lookAlikes: 'join' } }],
    },
  ]
}
