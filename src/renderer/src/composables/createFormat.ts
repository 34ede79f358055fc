/** Words for lengths of time. */
export interface DurationWords {
  readonly seconds: (n: string) => string
  readonly minutes: (minutes: string, seconds: string) => string
  readonly hours: (hours: string, minutes: string) => string
}

/** How a language writes numbers. A real minus sign throughout; `null` and NaN are a dash. */
export interface Format {
  /** A whole number, grouped. */
  readonly count: (value: number) => string
  /** With this many decimals, always all of them. */
  readonly fixed: (value: number | null | undefined, decimals: number) => string
  /** With up to this many significant digits; the tiniest by a power of ten. */
  readonly short: (value: number, digits?: number) => string
  /** A part of 1 as percent without its sign: 0.856 is `85.6`. */
  readonly percent: (value: number | null | undefined, decimals?: number) => string
  readonly duration: (ms: number) => string
  readonly bytes: (value: number) => string
  /** Day and time of an ISO 8601 text. */
  readonly dateTime: (iso: string) => string
}

const NONE = '–'

/** @param dateLocale where days are written otherwise than numbers: English is day first or month first. */
export function createFormat(locale: string, words: DurationWords, dateLocale = locale): Format {
  const number = (value: number, options: Intl.NumberFormatOptions) =>
    numberFormat(locale, options).format(value).replaceAll('-', '−')
  const fixed: Format['fixed'] = (value, decimals) => {
    if (value === null || value === undefined || Number.isNaN(value)) return NONE
    return number(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  }
  const count = (value: number) => number(value, { maximumFractionDigits: 0 })
  return {
    count,
    fixed,
    short: (value, digits = 4) =>
      number(value, { maximumSignificantDigits: digits, notation: isTiny(value) ? 'scientific' : 'standard' }),
    percent: (value, decimals = 1) => fixed(value === null || value === undefined ? value : value * 100, decimals),
    duration: (ms) => duration(ms, words, fixed),
    bytes: (value) => bytes(value, fixed),
    dateTime: (iso) =>
      new Intl.DateTimeFormat(dateLocale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso)),
  }
}

/** Written out, it would be mostly noughts. */
function isTiny(value: number): boolean {
  return value !== 0 && Math.abs(value) < 1e-6
}

const formats = new Map<string, Intl.NumberFormat>()

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, options)
  formats.set(key, made)
  return made
}

function duration(ms: number, words: DurationWords, fixed: Format['fixed']): string {
  const seconds = ms / 1000
  if (seconds < 9.95) return words.seconds(fixed(seconds, 1))
  if (seconds < 99.5) return words.seconds(fixed(seconds, 0))
  const whole = Math.round(seconds)
  if (whole < 3600) return words.minutes(fixed(Math.floor(whole / 60), 0), fixed(whole % 60, 0))
  return words.hours(fixed(Math.floor(whole / 3600), 0), fixed(Math.floor((whole % 3600) / 60), 0))
}

function bytes(value: number, fixed: Format['fixed']): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3))
  return `${fixed(value / 1000 ** step, step === 0 ? 0 : 1)} ${units[step]}`
}
