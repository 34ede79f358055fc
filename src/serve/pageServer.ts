import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { RPC_PATH } from '../contract/bridge.ts'
import { HoldoutError } from '../core/errors.ts'
import { MOST_MESSAGE_CHARACTERS } from '../lab/api/rpcMessage.ts'
import { serveSocket } from '../lab/api/serveSocket.ts'
import type { Lab } from '../lab/lab.ts'
import { createPageHandler } from '../lab/web/pageHandler.ts'
import { plain } from '../lab/web/serveFile.ts'
import { secured } from '../lab/web/securityHeaders.ts'
import { AccessControl } from './accessControl.ts'
import type { Admission } from './accessControl.ts'
import { requestOf, sendResponse } from './nodeRequest.ts'

/** This machine alone, and not its other addresses. */
const LOOPBACK = '127.0.0.1'

export interface PageServerOptions {
  readonly lab: Lab
  /** Folder of the built page. */
  readonly page: string
  /** Any free one unless given. */
  readonly port?: number
}

/** The page and the lab over loopback HTTP and WebSocket. */
export class PageServer {
  readonly #options: PageServerOptions
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
    this.#http = createServer({ requestTimeout: 0 }, (request, response) => void this.#answer(request, response))
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  /** @throws HoldoutError `usage/port-taken` */
  static async listen(options: PageServerOptions): Promise<PageServer> {
    const server = new PageServer(options)
    await server.#listen(options.port ?? 0)
    return server
  }

  /** Good for one visit. */
  get address(): string {
    return `${this.#origin}/?token=${this.#access?.token ?? ''}`
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

  async #answer(message: IncomingMessage, to: ServerResponse): Promise<void> {
    this.#lastSeen = performance.now()
    const admission = this.#access?.admit(message)
    const response = admission ? await this.#respond(message, admission) : plain(403)
    await sendResponse(response, to, message.method === 'HEAD')
  }

  async #respond(message: IncomingMessage, admission: Admission): Promise<Response> {
    switch (admission.kind) {
      case 'refused':
        return secured(plain(admission.status, admission.reason))
      case 'welcome':
        return secured(new Response(null, { status: 303, headers: { Location: '/', 'Set-Cookie': admission.cookie } }))
      case 'admitted':
        return URL.canParse(message.url ?? '', this.#origin)
          ? this.#handle(requestOf(message, this.#origin))
          : secured(plain(400))
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const admission = this.#access?.admitSocket(request)
    if (admission?.kind !== 'admitted' || request.url !== RPC_PATH) {
      const status = admission?.kind === 'refused' ? admission.status : 404
      socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      // ws closes the socket itself, with the code that says why.
      client.on('error', () => undefined)
      client.on('close', () => (this.#lastSeen = performance.now()))
      void serveSocket(client, this.#options.lab.services)
    })
  }
}

function notListening(port: number, cause: Error): HoldoutError {
  return new HoldoutError('usage/port-taken', `Port ${port} of this machine cannot be used: ${cause.message}.`, {
    hint: 'Choose another by --port, or none to take a free one.',
    cause,
  })
}
