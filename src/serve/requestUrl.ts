import type { IncomingMessage } from 'node:http'

/** Stands for whatever origin the server has. */
const ANY_ORIGIN = 'http://holdout'

/**
 * What a request asks for, in the origin form that browsers use: a path with a query. `undefined` for every other form:
 * absolute (`http://host/…`, as for a proxy), authority (`host:port`), asterisk (`*`), and a path that a parser of addresses
 * would take for a host (`//host`, `/\host`).
 */
export function requestUrl({ url = '' }: Pick<IncomingMessage, 'url'>): URL | undefined {
  if (!/^\/(?![/\\])/.test(url) || !URL.canParse(ANY_ORIGIN + url)) return undefined
  const parsed = new URL(ANY_ORIGIN + url)
  return parsed.origin === ANY_ORIGIN && parsed.username === '' ? parsed : undefined
}
