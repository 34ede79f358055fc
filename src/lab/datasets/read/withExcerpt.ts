import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { HoldoutError } from '../../../core/errors.ts'

/** Characters of a line that are shown, and bytes that are read to find it. */
const MOST_CHARACTERS = 160
const MOST_BYTES = 16 << 20

/** Does something with a file; an error that names a line of it comes with that line. */
export async function withExcerpt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof HoldoutError) || error.line === undefined || error.excerpt !== undefined) throw error
    const excerpt = await lineOf(path, error.line).catch(() => undefined)
    throw excerpt === undefined ? error : HoldoutError.fromData({ ...error.toData(), excerpt })
  }
}

/** A physical line of a text file, cut where it is long; `undefined` where it lies too far in or is no UTF-8. */
async function lineOf(path: string, line: number): Promise<string | undefined> {
  const stream = createReadStream(path, { encoding: 'utf8', end: MOST_BYTES })
  const lines = createInterface({ input: stream, crlfDelay: Infinity })
  let at = 0
  try {
    for await (const text of lines) {
      at += 1
      if (at < line) continue
      const isPlain = !/[\0\uFFFD]/u.test(text)
      return isPlain ? shortened(text) : undefined
    }
    return undefined
  } finally {
    lines.close()
    stream.destroy()
  }
}

function shortened(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
}
