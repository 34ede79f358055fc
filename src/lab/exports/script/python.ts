/** Values as Python writes them. */

/** A literal: text, number, truth, list or mapping; `undefined` and `null` are `None`. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'string') return text(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return number(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  const entries = Object.entries(value as Record<string, unknown>)
  return `{${entries.map(([key, item]) => `${text(key)}: ${literal(item)}`).join(', ')}}`
}

/** A call with named arguments; those that are `undefined` are left out. */
export function call(name: string, positional: readonly string[], named: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(named).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${value instanceof Code ? value.code : literal(value)}`],
  )
  return `${name}(${[...positional, ...given].join(', ')})`
}

/** Python code, to be written as it is. */
export class Code {
  readonly code: string

  constructor(code: string) {
    this.code = code
  }
}

/** JSON's escapes are Python's too, but for characters beyond 16 bits, which JSON does not escape. */
function text(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ud800-\udfff]/g,
    (character, at: number, whole: string) =>
      isPaired(whole, at) ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function isPaired(whole: string, at: number): boolean {
  const code = whole.codePointAt(at) ?? 0
  return code > 0xffff || (at > 0 && (whole.codePointAt(at - 1) ?? 0) > 0xffff)
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")'
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : 'float("-inf")'
  return String(value)
}
