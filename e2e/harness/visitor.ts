import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'

/** An answer to a request made by hand, with every header as given: browsers and `fetch` forbid most of these. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Request {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Asks `origin` for exactly this path: nothing is tidied up on the way. */
export function ask(
  origin: string,
  path: string,
  { method = 'GET', headers = {}, body }: Request = {},
): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (data: string) => (text += data))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

/** What a browser and its page hold after the first visit. */
export interface Entry {
  readonly cookie: string
  /** For requests and sockets. */
  readonly key: string
  /** For frames. */
  readonly view: string
}

/** Comes in by the printed address. */
export async function enter(address: string): Promise<Entry> {
  const { origin, search } = new URL(address)
  const { headers, body } = await ask(origin, `/${search}`)
  const [, key = '', view = ''] = /<meta name="holdout-key" content="(\S+) (\S+)">/.exec(body) ?? []
  return { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '', key, view }
}
