/** `node writeMadeUpCsv.ts PATH ROWS COLUMNS`: a CSV of numbers, the same every time, in a process of its own. */
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'

const [path, rows, columns] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])]
const numbers = columns - 3

const out = createWriteStream(path)
const random = linearCongruential(12345)
out.write(`id,${Array.from({ length: numbers }, (_, index) => `x${String(index)}`).join(',')},group,label\n`)
for (let row = 0; row < rows; row++) if (!out.write(line(row))) await once(out, 'drain')
out.end()
await once(out, 'finish')

/** An id, numbers from -1000 to 1000 with six digits, a group and a label. */
function line(row: number): string {
  let cells = String(row)
  for (let column = 0; column < numbers; column++) cells += `,${(random() * 2000 - 1000).toFixed(6)}`
  return `${cells},g${String(row % 37)},${random() < 0.5 ? 'a' : 'b'}\n`
}

function linearCongruential(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
