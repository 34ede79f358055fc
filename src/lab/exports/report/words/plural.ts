/** A count with its noun: `1 row`, `2 rows`. */
export function plural(count: number, noun: string, text = String(count)): string {
  return `${text} ${noun}${count === 1 ? '' : 's'}`
}
