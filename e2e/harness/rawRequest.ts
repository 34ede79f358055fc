import { connect } from 'node:net'

/** How long an answer is waited for where the server keeps the connection. */
const PATIENCE_MS = 250

/** Sends exactly these bytes to `origin`, then goes away; resolves to what came back. */
export function sendRaw(origin: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.setTimeout(PATIENCE_MS, () => socket.resetAndDestroy())
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      socket.resetAndDestroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })
}
