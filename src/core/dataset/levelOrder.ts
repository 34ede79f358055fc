/**
 * The order of levels, of classes and of groups. Where all of them are numbers they go by value (9 before 10), as numpy and
 * pandas have them; else by code point, as scikit-learn orders text.
 */

/** `value`: numbers by value. `text`: by code point whatever they are, as Holdout read them at first. */
export type LevelOrder = 'value' | 'text'

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const INTEGER = /^[+-]?\d+$/

/** Levels in their order. */
export function inLevelOrder(levels: readonly string[], order: LevelOrder = 'value'): string[] {
  const isByValue = order === 'value' && areNumbers(levels)
  return [...levels].sort(isByValue ? byValue : byCodePoint)
}

/**
 * Where a further level belongs among levels that are in order: by value where they are numbers in order of value, and behind
 * them if it is none; else by code point. Levels of older tables are in the order of text and stay so.
 */
export function placeOfLevel(level: string, levels: readonly string[]): number {
  const isByValue = areNumbers(levels) && levels.every((one, i) => i === 0 || byValue(levels[i - 1], one) < 0)
  if (isByValue && !NUMBER.test(level)) return levels.length
  const isAfter = isByValue ? byValue : byCodePoint
  const place = levels.findIndex((one) => isAfter(one, level) > 0)
  return place < 0 ? levels.length : place
}

/** Order by code point: JavaScript's own compares UTF-16 units, which puts emoji before some letters. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at)
    const right = b.charCodeAt(at)
    if (left !== right) return rankOfUnit(left) - rankOfUnit(right)
  }
  return a.length - b.length
}

function areNumbers(levels: readonly string[]): boolean {
  return levels.every((level) => NUMBER.test(level))
}

/** Numbers that a float cannot tell apart are compared by their digits, and equal ones (1, 01, 1.0) as text. */
function byValue(a: string, b: string): number {
  const difference = Number(a) - Number(b)
  if (difference !== 0 && !Number.isNaN(difference)) return difference
  if (INTEGER.test(a) && INTEGER.test(b)) {
    const [left, right] = [wholeNumber(a), wholeNumber(b)]
    if (left !== right) return left < right ? -1 : 1
  }
  return byCodePoint(a, b)
}

/** `BigInt` takes no plus sign. */
function wholeNumber(text: string): bigint {
  return BigInt(text.replace('+', ''))
}

/** Surrogates stand for code points beyond all other units. */
function rankOfUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
