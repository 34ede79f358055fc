import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const COOKIE = 'holdout'

/** What is to become of a request. */
export type Admission =
  | { readonly kind: 'admitted' }
  /** The one-time token was right: remember the browser by this cookie and send it to the page without the token. */
  | { readonly kind: 'welcome'; readonly cookie: string }
  | { readonly kind: 'refused'; readonly status: 401 | 403; readonly reason: string }

/**
 * Who may talk to the server: a browser that once came with the token, on this machine's own name, from the page itself.
 *
 * `Host` is checked against a name rebound to this machine, `Origin` and `Sec-Fetch-Site` against other pages in the same browser.
 */
export class AccessControl {
  readonly #token = randomBytes(32).toString('base64url')
  readonly #session = randomBytes(32).toString('base64url')
  readonly #hosts: ReadonlySet<string>
  #isTokenSpent = false

  constructor(port: number) {
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
  }

  /** For the address that is printed; good for one visit. */
  get token(): string {
    return this.#token
  }

  /** An ordinary request. */
  admit(request: IncomingMessage): Admission {
    const foreign = this.#foreignness(request)
    if (foreign !== undefined) return { kind: 'refused', status: 403, reason: foreign }
    const given = tokenOf(request)
    if (given !== null && !this.#isTokenSpent && isEqual(given, this.#token)) {
      this.#isTokenSpent = true
      // Without `Secure`: there is no TLS on the loopback interface.
      return { kind: 'welcome', cookie: `${COOKIE}=${this.#session}; HttpOnly; SameSite=Strict; Path=/` }
    }
    if (this.#hasSession(request)) return { kind: 'admitted' }
    return {
      kind: 'refused',
      status: 401,
      reason: 'Open the address that "holdout serve" printed; it is good for one visit.',
    }
  }

  /** The start of a WebSocket: as a request, and always from the page's own origin. */
  admitSocket(request: IncomingMessage): Admission {
    const foreign = this.#foreignness(request)
    if (foreign !== undefined) return { kind: 'refused', status: 403, reason: foreign }
    if (request.headers.origin === undefined)
      return { kind: 'refused', status: 403, reason: 'A socket must name the page it is opened from.' }
    if (this.#hasSession(request)) return { kind: 'admitted' }
    return { kind: 'refused', status: 401, reason: 'The session is not known.' }
  }

  #foreignness({ headers, method }: IncomingMessage): string | undefined {
    const { host, origin } = headers
    if (host === undefined || !this.#hosts.has(host)) return 'This server answers to this machine alone.'
    if (origin !== undefined && origin !== `http://${host}`) return 'Other pages may not ask here.'
    const site = headers['sec-fetch-site']
    const isVisit =
      method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
    if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isVisit)
      return 'Other pages may not ask here.'
    if (method === 'POST' && origin === undefined) return 'Only the page itself may send.'
    return undefined
  }

  #hasSession({ headers }: IncomingMessage): boolean {
    const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim())
    const session = cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))
    return session !== undefined && isEqual(session.slice(COOKIE.length + 1), this.#session)
  }
}

function tokenOf({ url = '/' }: IncomingMessage): string | null {
  return URL.canParse(url, 'http://holdout') ? new URL(url, 'http://holdout').searchParams.get('token') : null
}

function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
