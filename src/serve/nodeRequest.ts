import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'

/** Node's request as the one that browsers and the page's handler know. */
export function requestOf(message: IncomingMessage, url: URL): Request {
  const method = message.method ?? 'GET'
  if (method !== 'POST') return new Request(url, { method })
  return new Request(url, { method, body: Readable.toWeb(message) as ReadableStream<Uint8Array>, duplex: 'half' })
}

/** Sends an answer; a client that leaves in the middle is no error. */
export async function sendResponse(response: Response, to: ServerResponse, isHead: boolean): Promise<void> {
  to.writeHead(response.status, Object.fromEntries(response.headers))
  if (!response.body || isHead) {
    await response.body?.cancel()
    to.end()
    return
  }
  await pipeline(Readable.fromWeb(response.body as ReadableStream<Uint8Array>), to).catch(() => undefined)
}
