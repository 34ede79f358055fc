import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { KEY_HEADER, VIEW_PARAMETER } from '../contract/pageKey.ts'
import { secretOf } from '../lab/web/pageHandler.ts'
import { requestUrl } from './requestUrl.ts'

/** The secrets of a page that came in: see `contract/pageKey.ts`. */
export interface PageKeys {
  readonly key: string
  readonly view: string
}

/** What is to become of a request. */
export type Admission =
  | { readonly kind: 'admitted' }
  /** The one-time token was right: give the browser this cookie, and the page its keys. */
  | { readonly kind: 'welcome'; readonly cookie: string; readonly keys: PageKeys }
  | { readonly kind: 'refused'; readonly status: 401 | 403; readonly reason: string }

const NOT_KNOWN =
  'Open the address that "holdout serve" printed; it is good for one visit. Press Enter there for another.'

/**
 * Who may talk to the server: a page that once came with the token, on this machine's own name.
 *
 * `Host` is checked against a name rebound to this machine, `Origin` and `Sec-Fetch-Site` against other pages in the same browser.
 * The cookie opens the page's own files. Everything else needs a key besides, which is kept by the page's origin and not sent
 * by the browser: cookies reach every port of this machine, and whoever listens there.
 */
export class AccessControl {
  readonly #cookieName: string
  readonly #session = secret()
  readonly #keys: PageKeys = { key: secret(), view: secret() }
  readonly #hosts: ReadonlySet<string>
  #token: string | undefined

  constructor(port: number) {
    this.#cookieName = `holdout-${String(port)}`
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
  }

  /** A token for the address that is printed, good for one visit. An earlier one that was not used is void. */
  newToken(): string {
    this.#token = secret()
    return this.#token
  }

  /** An ordinary request. */
  admit(request: IncomingMessage): Admission {
    const foreign = this.#foreignness(request)
    if (foreign !== undefined) return { kind: 'refused', status: 403, reason: foreign }
    const url = requestUrl(request)
    if (request.method === 'GET' && url?.pathname === '/' && this.#isTokenOf(url)) return this.#welcome()
    if (this.#hasCookie(request) && this.#hasSecret(request, url)) return { kind: 'admitted' }
    return { kind: 'refused', status: 401, reason: NOT_KNOWN }
  }

  /** The start of a WebSocket: as a request, and always from the page's own origin. Its first message must be the key. */
  admitSocket(request: IncomingMessage): Admission {
    const foreign = this.#foreignness(request)
    if (foreign !== undefined) return { kind: 'refused', status: 403, reason: foreign }
    if (request.headers.origin === undefined)
      return { kind: 'refused', status: 403, reason: 'A socket must name the page it is opened from.' }
    if (this.#hasCookie(request)) return { kind: 'admitted' }
    return { kind: 'refused', status: 401, reason: 'The session is not known.' }
  }

  /** Whether this is the page's key. */
  isKey(given: unknown): boolean {
    return typeof given === 'string' && isEqual(given, this.#keys.key)
  }

  #isTokenOf({ searchParams }: URL): boolean {
    const given = searchParams.get('token')
    return given !== null && this.#token !== undefined && isEqual(given, this.#token)
  }

  #welcome(): Admission {
    this.#token = undefined
    // Without `Secure`: there is no TLS on the loopback interface.
    const cookie = `${this.#cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`
    return { kind: 'welcome', cookie, keys: this.#keys }
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

  #hasCookie({ headers }: IncomingMessage): boolean {
    const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim())
    const start = `${this.#cookieName}=`
    const session = cookies.find((cookie) => cookie.startsWith(start))
    return session !== undefined && isEqual(session.slice(start.length), this.#session)
  }

  #hasSecret(request: IncomingMessage, url: URL | undefined): boolean {
    if (url === undefined) return this.isKey(request.headers[KEY_HEADER])
    switch (secretOf(url.pathname)) {
      case 'none':
        return true
      case 'view':
        return isEqual(url.searchParams.get(VIEW_PARAMETER) ?? '', this.#keys.view)
      case 'key':
        return this.isKey(request.headers[KEY_HEADER])
    }
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
