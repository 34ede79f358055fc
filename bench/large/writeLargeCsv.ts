/** `node writeLargeCsv.ts PATH ROWS COLUMNS`: a CSV in which some of the numbers tell the label, the same every time. */
import { closeSync, openSync, writeSync } from 'node:fs'

const [path, rows, columns] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])]
const numbers = columns - 3
const ROWS_AT_A_TIME = 2000

const file = openSync(path, 'w')
const random = linearCongruential(4711)
writeSync(file, `id,${Array.from({ length: numbers }, (_, index) => `x${String(index)}`).join(',')},group,label\n`)
for (let row = 0; row < rows; row += ROWS_AT_A_TIME) {
  const lines = Array.from({ length: Math.min(ROWS_AT_A_TIME, rows - row) }, (_, at) => line(row + at))
  writeSync(file, lines.join(''))
}
closeSync(file)

/** An id, numbers from -10 to 10 with three digits, a group, and a label that the first two numbers tell most of the time. */
function line(row: number): string {
  let cells = String(row)
  let sum = 0
  for (let column = 0; column < numbers; column++) {
    const value = Math.round(random() * 20_000 - 10_000)
    if (column < 2) sum += value
    cells += `,${String(value / 1000)}`
  }
  return `${cells},g${String(row % 37)},${sum + 6000 * (random() - 0.5) > 0 ? 'yes' : 'no'}\n`
}

function linearCongruential(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
