import { HoldoutError } from '../errors.ts'

/**
 * Dates beside ISO 8601, in the letters of Unicode's date patterns; a time of day may follow. Of years with two digits those up
 * to 68 are of this century.
 */
export const DATE_FORMATS: readonly string[] = [
  'dd.MM.yyyy',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'dd-MM-yyyy',
  'MM-dd-yyyy',
  'yyyy.MM.dd',
  'dd.MM.yy',
  'dd/MM/yy',
  'MM/dd/yy',
  'dd-MM-yy',
  'MM-dd-yy',
  'dd MMM yyyy',
  'dd. MMM yyyy',
  'dd-MMM-yyyy',
  'dd-MMM-yy',
  'dd/MMM/yyyy',
  'MMM dd, yyyy',
  'MMM dd yyyy',
]

/** Times of day that may follow a date, as `strptime` writes them. */
const TIMES = ['', ' %H:%M', ' %H:%M:%S', ' %H:%M:%S.%f', ' %I:%M %p', ' %I:%M:%S %p', ' %I:%M%p', ' %I:%M:%S%p']
const TIME_PATTERN = '([T, ]+\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?( ?[AaPp][Mm])?)?'

/** What a letter of a format stands for. */
interface Letter {
  readonly pattern: string
  readonly strptime: readonly string[]
  readonly words: string
}

const LETTERS: Readonly<Record<string, Letter>> = {
  yyyy: { pattern: '\\d{4}', strptime: ['%Y'], words: 'year' },
  yy: { pattern: '\\d{2}', strptime: ['%y'], words: 'year of two digits' },
  MMMM: { pattern: '[A-Za-z]{3,9}', strptime: ['%B', '%b'], words: 'name of the month' },
  MMM: { pattern: '[A-Za-z]{3,9}', strptime: ['%b', '%B'], words: 'name of the month' },
  MM: { pattern: '\\d{1,2}', strptime: ['%m'], words: 'month' },
  M: { pattern: '\\d{1,2}', strptime: ['%m'], words: 'month' },
  dd: { pattern: '\\d{1,2}', strptime: ['%d'], words: 'day' },
  d: { pattern: '\\d{1,2}', strptime: ['%d'], words: 'day' },
  EEEE: { pattern: '[A-Za-z]{3,9}', strptime: ['%A'], words: 'weekday' },
  EEE: { pattern: '[A-Za-z]{3}', strptime: ['%a'], words: 'weekday' },
  HH: { pattern: '\\d{1,2}', strptime: ['%H'], words: 'hour' },
  H: { pattern: '\\d{1,2}', strptime: ['%H'], words: 'hour' },
  hh: { pattern: '\\d{1,2}', strptime: ['%I'], words: 'hour of twelve' },
  h: { pattern: '\\d{1,2}', strptime: ['%I'], words: 'hour of twelve' },
  mm: { pattern: '\\d{2}', strptime: ['%M'], words: 'minute' },
  ss: { pattern: '\\d{2}', strptime: ['%S'], words: 'second' },
  SSS: { pattern: '\\d{1,9}', strptime: ['%f'], words: 'fraction of a second' },
  a: { pattern: '[AaPp][Mm]', strptime: ['%p'], words: 'AM or PM' },
}

/** A format taken to pieces. */
export interface DateReading {
  /** A regular expression, for JavaScript and RE2 alike, of a whole cell. */
  readonly pattern: string
  /** Formats of `strptime`, one of which the cell fits once its time of day is parted by one blank. */
  readonly strptime: readonly string[]
}

/**
 * What it takes to read dates of a format.
 * @throws HoldoutError `dataset/date-format` where it has letters that stand for nothing, or no year, month or day
 */
export function dateReading(format: string): DateReading {
  let pattern = ''
  let strptime: readonly string[] = ['']
  for (const part of partsOf(format)) {
    const letter = Object.hasOwn(LETTERS, part) ? LETTERS[part] : undefined
    pattern += letter?.pattern ?? escaped(part)
    const own = letter?.strptime ?? [part.replaceAll('%', '%%')]
    strptime = strptime.flatMap((begun) => own.map((one) => begun + one))
  }
  const hasTime = /[Hh]/.test(normalFormat(format))
  if (hasTime) return { pattern, strptime }
  return { pattern: pattern + TIME_PATTERN, strptime: strptime.flatMap((date) => TIMES.map((time) => date + time)) }
}

/** Whether a text is a format that {@link dateReading} takes. */
export function isDateFormat(format: string): boolean {
  try {
    return dateReading(format).pattern !== ''
  } catch {
    return false
  }
}

/** A format as people write it, such as `day.month.year`. */
export function dateWords(format: string): string {
  return partsOf(format)
    .map((part) => (Object.hasOwn(LETTERS, part) ? LETTERS[part].words : part))
    .join('')
}

/** Which of the known formats a cell fits. */
export function formatsOf(cell: string): readonly string[] {
  return DATE_FORMATS.filter((_, index) => PATTERNS[index].test(cell))
}

/** Pieces of a format: runs of one letter, and what stands between them. */
function partsOf(format: string): readonly string[] {
  const parts = normalFormat(format).match(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']+/g) ?? []
  const unknown = parts.find((part) => /^[A-Za-z]/.test(part) && part !== 'T' && !Object.hasOwn(LETTERS, part))
  const has = (letter: string): boolean => parts.some((part) => part.startsWith(letter))
  if (unknown !== undefined || !has('y') || !has('M') || !has('d')) throw badFormat(format, unknown)
  return parts.map((part) => (part.startsWith("'") ? part.slice(1, -1) : part))
}

/** Formats as other programs write them: `%d.%m.%Y`, `DD.MM.YYYY`, `dd/mm/yyyy`. */
function normalFormat(format: string): string {
  const letters: Readonly<Record<string, string>> = {
    '%Y': 'yyyy',
    '%y': 'yy',
    '%m': 'MM',
    '%d': 'dd',
    '%B': 'MMMM',
    '%b': 'MMM',
    '%A': 'EEEE',
    '%a': 'EEE',
    '%H': 'HH',
    '%I': 'hh',
    '%M': 'mm',
    '%S': 'ss',
    '%f': 'SSS',
    '%p': 'a',
  }
  const written = format.replaceAll(/%[A-Za-z]/g, (code) => (Object.hasOwn(letters, code) ? letters[code] : code))
  const upper = written.replaceAll('Y', 'y').replaceAll('D', 'd')
  return /M/.test(upper) ? upper : upper.replace('mm', 'MM')
}

function badFormat(format: string, unknown: string | undefined): HoldoutError {
  const why = unknown === undefined ? 'it needs a year, a month and a day' : `${unknown} stands for nothing`
  return new HoldoutError('dataset/date-format', `The date format ${JSON.stringify(format)} cannot be used: ${why}.`, {
    hint: 'Write it as dd/MM/yyyy, yyyy-MM-dd HH:mm:ss or MMM dd, yyyy: yyyy or yy, MM or MMM, dd, HH or hh with a, mm, ss.',
  })
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

const PATTERNS = DATE_FORMATS.map((format) => new RegExp(`^${dateReading(format).pattern}$`))

/** A cell in ISO 8601, with blanks or slashes too: a year of four digits first, then perhaps a time and a zone. */
export const ISO_PATTERN =
  '\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}([T ]+\\d{1,2}:\\d{2}(:\\d{2}([.,]\\d{1,9})?)?( ?(Z|z|UTC|[+-]\\d{2}(:?\\d{2})?))?)?'
