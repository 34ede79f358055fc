/**
 * Set-up speaks on stderr only, in plain lines: stdout belongs to the command that is being set up for.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`set-up: ${line}\n`)
}

/**
 * Says every 15 seconds that a long step still goes on.
 * @template T
 * @param {string} doing such as "fetching"
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function sayStill(doing, work) {
  const began = Date.now()
  const timer = setInterval(() => say(`still ${doing}, ${Math.round((Date.now() - began) / 1000)} s`), 15_000)
  try {
    return await work
  } finally {
    clearInterval(timer)
  }
}

/**
 * @param {number} bytes
 * @returns {string} such as "266 MB"
 */
export function megabytes(bytes) {
  const mb = bytes / 1e6
  return mb < 10 ? `${mb.toFixed(1)} MB` : `${Math.round(mb)} MB`
}
