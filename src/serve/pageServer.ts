import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { RPC_PATH } from '../contract/bridge.ts'
import { KEY_META } from '../contract/pageKey.ts'
import { HoldoutError } from '../core/errors.ts'
import { MOST_MESSAGE_CHARACTERS } from '../lab/api/rpcMessage.ts'
import { serveSocket } from '../lab/api/serveSocket.ts'
import type { Lab } from '../lab/lab.ts'
import { createPageHandler } from '../lab/web/pageHandler.ts'
import { plain } from '../lab/web/serveFile.ts'
import { secured } from '../lab/web/securityHeaders.ts'
import { AccessControl } from './accessControl.ts'
import type { Admission, PageKeys } from './accessControl.ts'
import { requestOf, sendResponse } from './nodeRequest.ts'
import { requestUrl } from './requestUrl.ts'

/** This machine alone, and not its other addresses. */
const LOOPBACK = '127.0.0.1'

/** The address of a report holds its note, up to nine bytes for each of 2000 characters: more than Node takes of itself. */
const MOST_HEAD_BYTES = 32 * 1024

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST'])

/** What clients may hold open. */
export interface ConnectionLimits {
  /** How long the head of a request may take before its connection is closed. */
  readonly headMs: number
  /** How long a body may pause before its connection is closed. */
  readonly silentBodyMs: number
  /** Connections at once; further ones are closed. */
  readonly connections: number
}

const LIMITS: ConnectionLimits = { headMs: 20_000, silentBodyMs: 60_000, connections: 256 }

export interface PageServerOptions {
  readonly lab: Lab
  /** Folder of the built page. */
  readonly page: string
  /** Any free one unless given. */
  readonly port?: number
  /** Other than the usual ones. */
  readonly limits?: Partial<ConnectionLimits>
}

/** The page and the lab over loopback HTTP and WebSocket. */
export class PageServer {
  readonly #options: PageServerOptions
  readonly #limits: ConnectionLimits
  readonly #http: Server
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_CHARACTERS,
    perMessageDeflate: false,
  })
  readonly #handle: (request: Request) => Promise<Response>
  #access: AccessControl | undefined
  #lastSeen = performance.now()

  private constructor(options: PageServerOptions) {
    this.#options = options
    this.#handle = createPageHandler({ page: options.page, data: options.lab.data })
    this.#limits = { ...LIMITS, ...options.limits }
    const { headMs, connections } = this.#limits
    const limits = {
      headersTimeout: headMs,
      connectionsCheckingInterval: headMs / 4,
      requestTimeout: 0,
      maxHeaderSize: MOST_HEAD_BYTES,
    }
    this.#http = createServer(limits, (request, response) => void this.#answer(request, response))
    this.#http.maxConnections = connections
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  /** @throws HoldoutError `usage/port-taken` */
  static async listen(options: PageServerOptions): Promise<PageServer> {
    const server = new PageServer(options)
    await server.#listen(options.port ?? 0)
    return server
  }

  /** A new address to visit, good once; the one before, where nobody has used it, is void. */
  newAddress(): string {
    return `${this.#origin}/?token=${this.#access?.newToken() ?? ''}`
  }

  /** How long nobody has had the page open, in milliseconds; 0 while somebody has. */
  get idleMs(): number {
    return this.#sockets.clients.size > 0 ? 0 : performance.now() - this.#lastSeen
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#sockets.close()
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }

  get #origin(): string {
    const { port } = this.#http.address() as AddressInfo
    return `http://${LOOPBACK}:${port}`
  }

  async #listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', (cause) => reject(notListening(port, cause)))
      this.#http.listen(port, LOOPBACK, resolve)
    })
    this.#access = new AccessControl((this.#http.address() as AddressInfo).port)
  }

  /** No request may end the server: whatever goes wrong with one is answered with 500, and logged. */
  async #answer(message: IncomingMessage, to: ServerResponse): Promise<void> {
    this.#lastSeen = performance.now()
    limitSilence(message, this.#limits.silentBodyMs)
    try {
      const admission = this.#access?.admit(message)
      const response = admission ? await this.#respond(message, admission) : plain(403)
      // What is still to come of it is not waited for.
      if (!message.complete) to.setHeader('Connection', 'close')
      await sendResponse(response, to, message.method === 'HEAD')
    } catch (error) {
      logFailure(message, error)
      if (!to.headersSent) to.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' })
      to.end('This request failed; the log of "holdout serve" says why.\n')
    }
  }

  async #respond(message: IncomingMessage, admission: Admission): Promise<Response> {
    switch (admission.kind) {
      case 'refused':
        return secured(plain(admission.status, admission.reason))
      case 'welcome':
        return secured(await this.#welcome(admission.cookie, admission.keys))
      case 'admitted': {
        if (!METHODS.has(message.method ?? '')) return secured(plain(405))
        const url = requestUrl(message)
        return url ? this.#handle(requestOf(message, url)) : secured(plain(400))
      }
    }
  }

  /** The page with its keys in it: they stand in no address, and in no answer that another page can read. */
  async #welcome(cookie: string, { key, view }: PageKeys): Promise<Response> {
    const html = await readFile(join(this.#options.page, 'index.html'), 'utf8')
    const withKeys = html.replace('<head>', `<head><meta name="${KEY_META}" content="${key} ${view}">`)
    return new Response(withKeys, {
      headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', 'Set-Cookie': cookie },
    })
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // From here on the socket is ours, and so are its errors: one that nobody listens to would end the process.
    socket.on('error', () => socket.destroy())
    try {
      const admission = this.#access?.admitSocket(request)
      if (admission?.kind !== 'admitted' || request.url !== RPC_PATH) {
        const status = admission?.kind === 'refused' ? admission.status : 404
        socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
        return
      }
      this.#sockets.handleUpgrade(request, socket, head, (client) => void this.#serve(client, request))
    } catch (error) {
      logFailure(request, error)
      socket.destroy()
    }
  }

  async #serve(client: WebSocket, request: IncomingMessage): Promise<void> {
    // ws closes the socket itself, with the code that says why.
    client.on('error', () => undefined)
    client.on('close', () => (this.#lastSeen = performance.now()))
    try {
      await serveSocket(client, this.#options.lab.services, (given) => this.#access?.isKey(given) === true)
    } catch (error) {
      logFailure(request, error)
      client.terminate()
    }
  }
}

/** Closes a connection whose body has been promised and does not come; once it is there, an answer may take its time. */
function limitSilence(message: IncomingMessage, silentMs: number): void {
  const { headers, socket } = message
  if (headers['transfer-encoding'] === undefined && !(Number(headers['content-length']) > 0)) return
  // Node closes a silent socket unless somebody listens.
  socket.setTimeout(silentMs)
  const forget = (): void => void socket.setTimeout(0)
  message.once('end', forget)
  message.once('close', forget)
}

/** One line without what was sent; the stack of what is not known follows it. */
function logFailure({ method = '', url = '' }: IncomingMessage, error: unknown): void {
  console.error(`A request failed: ${method} ${JSON.stringify(url.split('?')[0].slice(0, 200))}`, error)
}

function notListening(port: number, cause: Error): HoldoutError {
  return new HoldoutError('usage/port-taken', `Port ${port} of this machine cannot be used: ${cause.message}.`, {
    hint: 'Choose another by --port, or none to take a free one.',
    cause,
  })
}
