import { once } from 'node:events'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { Page } from '@playwright/test'
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

  /** As the page that is open. */
  static async of(page: Page): Promise<LabConnection> {
    const [cookie] = await page.context().cookies(page.url())
    const [key] = (await page.evaluate(() => sessionStorage.getItem('holdout.key') ?? '')).split(' ')
    const { origin } = new URL(page.url())
    const connection = new LabConnection(origin, { cookie: `${cookie.name}=${cookie.value}`, key })
    await once(connection.#socket, 'open')
    return connection
  }

  close(): void {
    this.#socket.terminate()
  }
}
