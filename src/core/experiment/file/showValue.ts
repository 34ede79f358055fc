/** The longest value an error repeats. */
const LONGEST = 60

/** A value as an error says what was received: texts in quotes, long ones cut. */
export function showValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (typeof value === 'number') return showNumber(value)
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : cut(`a list: ${JSON.stringify(value)}`)
  if (typeof value === 'object') return `a mapping with ${cut(Object.keys(value).join(', ')) || 'no keys'}`
  return cut(JSON.stringify(value))
}

function showNumber(value: number): string {
  if (Number.isNaN(value)) return 'not a number (.nan)'
  return Number.isFinite(value) ? String(value) : 'infinity (.inf)'
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
