import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket } from 'ws'
import type { LabClient } from '../../src/contract/contract.ts'
import { wireSerializers } from '../../src/contract/serializers.ts'

/** A way to ask the lab from a spec, beside the page: over a socket of its own, with the page's cookie. */
export class LabConnection {
  readonly lab: LabClient
  readonly #socket: WebSocket

  constructor(origin: string, cookie: string) {
    this.#socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } })
    this.#socket.on('error', () => undefined)
    const link = new RPCLink({ websocket: this.#socket, customJsonSerializers: wireSerializers })
    this.lab = createORPCClient(link)
  }

  close(): void {
    this.#socket.terminate()
  }
}
