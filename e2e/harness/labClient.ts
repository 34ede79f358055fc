import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket } from 'ws'
import type { LabClient } from '../../src/contract/contract.ts'
import { wireSerializers } from '../../src/contract/serializers.ts'
import type { Entry } from './visitor.ts'

/** A way to ask the lab from a spec, beside the page: over a socket of its own, with the page's cookie and key. */
export class LabConnection {
  readonly lab: LabClient
  readonly #socket: WebSocket

  constructor(origin: string, { cookie, key }: Pick<Entry, 'cookie' | 'key'>) {
    this.#socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } })
    this.#socket.on('error', () => undefined)
    this.#socket.on('open', () => this.#socket.send(JSON.stringify({ key })))
    const link = new RPCLink({ websocket: this.#socket, customJsonSerializers: wireSerializers })
    this.lab = createORPCClient(link)
  }

  close(): void {
    this.#socket.terminate()
  }
}
