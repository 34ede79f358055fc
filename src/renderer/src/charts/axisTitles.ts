/** Between the part of a setting and its name, as in “Optimizer · Momentum”. */
const PART = ' · '
/** Letters in a line under an axis, and lines. */
const MOST_LETTERS = 13
const MOST_LINES = 2

/** Names of settings as they fit under axes that stand close: without their part where they differ without it, in short lines. */
export function axisTitles(labels: readonly string[]): string[][] {
  const short = labels.map((label) => label.split(PART).at(-1) ?? label)
  return labels.map((label, at) => {
    const name = short[at] ?? label
    return linesOf(short.filter((other) => other === name).length > 1 ? label : name)
  })
}

function linesOf(text: string): string[] {
  const lines = text.split(' ').reduce<string[]>((done, word) => {
    const last = done.at(-1)
    const joined = last === undefined ? word : `${last} ${word}`
    return last !== undefined && joined.length <= MOST_LETTERS ? [...done.slice(0, -1), joined] : [...done, word]
  }, [])
  const kept = [...lines.slice(0, MOST_LINES - 1), lines.slice(MOST_LINES - 1).join(' ')].filter((line) => line !== '')
  return kept.map((line) => (line.length > MOST_LETTERS ? `${line.slice(0, MOST_LETTERS - 1)}…` : line))
}
