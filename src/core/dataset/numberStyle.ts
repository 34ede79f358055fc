import type { NumberStyle } from './inspection.ts'

/**
 * Ways in which numbers are written, in the order in which they are preferred when a column fits several alike. The first is the
 * plain one. A blank between thousands stands for every kind of blank, an apostrophe for every kind of apostrophe.
 */
export const NUMBER_STYLES: readonly NumberStyle[] = [
  { decimal: '.', thousands: '' },
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: '' },
  { decimal: ',', thousands: '.' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: ' ' },
  { decimal: '.', thousands: "'" },
  { decimal: ',', thousands: "'" },
]

/** How numbers are written where nothing else is said. */
export const PLAIN_STYLE: NumberStyle = NUMBER_STYLES[0]

/**
 * Characters of numbers that have an equal in ASCII: signs, full-width forms, blanks, apostrophes; each stands over its equal. Those
 * at the end have none and are left out: they are of no width.
 */
export const ODD_CHARACTERS = {
  from: '\u2212\u2013\u2012\ufe63\uff0d\uff0b\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0e\uff0c\u00a0\u202f\u2009\u2007\u2002\u2003\u3000\t\u2019\u02bc\u2032\uff07\u200b\u200e\u200f\u2060\ufeff',
  to: "-----+0123456789.,        ''''",
} as const

/** What a cell is rewritten by, one after the other, once its odd characters are replaced: `(1.50)`, `1.50-` and `- 1.50`. */
export const SIGN_REWRITES: readonly (readonly [pattern: string, replacement: string])[] = [
  ['^\\((\\s*\\d.*)\\)$', '-\\1'],
  ['^(\\d.*\\d|\\d)\\s*-$', '-\\1'],
  ['^([+-])\\s+', '\\1'],
]

/**
 * The regular expression, for JavaScript and RE2 alike, of a number in this style, once it is rewritten. A group of thousands
 * never begins with a nought: `0,900` can only be 0.9. Commas may stand as in India: `12,34,567`.
 */
export function stylePattern({ decimal, thousands }: NumberStyle): string {
  const point = escaped(decimal)
  const whole = thousands === '' ? '\\d+' : `(\\d+|${groups(escaped(thousands))})`
  return `[+-]?(${whole}(${point}\\d*)?|${point}\\d+)([eE][+-]?\\d+)?`
}

function groups(separator: string): string {
  const western = `[1-9]\\d{0,2}(${separator}\\d{3})+`
  return separator === ',' ? `${western}|[1-9]\\d?(,\\d{2})+,\\d{3}` : western
}

function escaped(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character
}

/** A cell as `SIGN_REWRITES` and `ODD_CHARACTERS` leave it. */
export function rewriteNumber(cell: string): string {
  let text = ''
  for (const character of cell) {
    const at = ODD_CHARACTERS.from.indexOf(character)
    text += at < 0 ? character : ODD_CHARACTERS.to.charAt(at)
  }
  text = text.trim()
  for (const [pattern, replacement] of SIGN_REWRITES)
    text = text.replace(new RegExp(pattern), replacement.replace('\\1', '$1'))
  return text
}

/** Whether a cell may be a number in some style: digits with nothing but signs, separators and an exponent. */
export function mayBeNumber(cell: string): boolean {
  return /^[+-]?[\d.,' ]*\d[\d.,' ]*([eE][+-]?\d+)?$/.test(rewriteNumber(cell))
}

/** Whether a plain number such as `12.345` could as well have a point between thousands. */
export function isAmbiguousPlain(cell: string): boolean {
  return /^[+-]?[1-9]\d{0,2}(\.\d{3})+$/.test(cell.trim())
}

/** Whether two ways of writing are one. */
export function isSameStyle(a: NumberStyle, b: NumberStyle): boolean {
  return a.decimal === b.decimal && a.thousands === b.thousands
}

/** A way of writing numbers in words, such as `decimal comma, "." between thousands`. */
export function styleWords({ decimal, thousands }: NumberStyle): string {
  const between = thousands === '' ? '' : `, ${JSON.stringify(thousands)} between thousands`
  return `decimal ${decimal === ',' ? 'comma' : 'point'}${between}`
}
