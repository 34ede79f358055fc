import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/**
 * SHA-256 of a file's bytes, hex.
 * @param {string} path
 * @returns {Promise<string>}
 */
export async function sha256Of(path) {
  const hash = createHash('sha256')
  /** @type {AsyncIterable<Buffer>} */
  const chunks = createReadStream(path, { highWaterMark: 1 << 20 })
  for await (const bytes of chunks) hash.update(bytes)
  return hash.digest('hex')
}

/**
 * @param {string} path
 * @param {string | undefined} pinned nothing is compared without one
 * @param {string} what named in the error
 * @throws {Error} when the file is another one
 */
export async function requireSum(path, pinned, what) {
  if (pinned === undefined) return
  const found = await sha256Of(path)
  if (found !== pinned) throw new Error(`${what} is not the one expected: its SHA-256 is ${found}, expected ${pinned}`)
}
