import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { Readable } from 'node:stream'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

/**
 * A file of the built page. 400 for a path that is no path, 403 for one that leads out of the folder or to a kind of file
 * that a page has no use for, 404 where there is none.
 */
export async function serveFile(folder: string, pathname: string): Promise<Response> {
  const path = decoded(pathname)
  if (path === undefined) return plain(400)
  const wanted = join(folder, path === '/' ? 'index.html' : path)
  const type = TYPES[extname(wanted)]
  if (path.split(/[\\/]/).includes('..') || type === undefined) return plain(403)
  const real = await realpath(wanted).catch(() => undefined)
  if (real === undefined) return plain(404)
  if (!real.startsWith(`${await realpath(folder)}${sep}`)) return plain(403)
  const { size } = await stat(real)
  const body = Readable.toWeb(createReadStream(real)) as ReadableStream<Uint8Array>
  return new Response(body, {
    headers: { 'Content-Type': type, 'Content-Length': String(size), 'Cache-Control': cachingOf(path) },
  })
}

/** Built files bear a hash in their name; the page itself does not. */
function cachingOf(path: string): string {
  return path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store'
}

function decoded(pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname)
    return path.includes('\0') || !path.startsWith('/') ? undefined : path
  } catch {
    return undefined
  }
}

/** An answer of one line. */
export function plain(status: number, text = STATUS_WORDS[status] ?? 'No'): Response {
  return new Response(`${text}\n`, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: 'This is no address.',
  403: 'This is not allowed.',
  404: 'There is no such thing here.',
  405: 'This method is not allowed here.',
  413: 'This is too large.',
}
