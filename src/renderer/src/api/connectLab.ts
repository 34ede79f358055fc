import { createORPCClient } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import { PORT_TAG, PORT_WANTED, RPC_PATH } from '../../../contract/bridge.ts'
import { KEY_REFUSED } from '../../../contract/pageKey.ts'
import type { KeyMessage } from '../../../contract/pageKey.ts'
import type { LabClient } from '../../../contract/contract.ts'
import { wireSerializers } from '../../../contract/serializers.ts'
import { PageKey } from './pageKey.ts'

type Link = Parameters<typeof createORPCClient>[0]

/** Whether the lab can be reached. `lost`: it went away, and is called again and again. */
export type ConnectionState = 'connecting' | 'connected' | 'lost'

export interface LabConnection {
  readonly client: LabClient
  readonly onState: (listener: (state: ConnectionState) => void) => void
}

const RETRY_MS = 1000

/** Reaches the lab: by the app's port in its window, by WebSocket in a browser. Calls made while it is away wait for it. */
export function connectLab(): LabConnection {
  return location.protocol === 'holdout:' ? connectPort() : connectSocket()
}

/** A link that is replaced when the lab comes back; who calls in between waits. */
class LinkHolder {
  #listeners: ((state: ConnectionState) => void)[] = []
  #state: ConnectionState = 'connecting'
  #link: Link | undefined
  #waiting: ((link: Link) => void)[] = []

  readonly connection: LabConnection = {
    client: createORPCClient({
      call: async (path, input, options) => (await this.#whenLinked()).call(path, input, options),
    }),
    onState: (listener) => {
      this.#listeners.push(listener)
      listener(this.#state)
    },
  }

  set(link: Link): void {
    this.#link = link
    for (const resolve of this.#waiting.splice(0)) resolve(link)
    this.#tell('connected')
  }

  lose(): void {
    this.#link = undefined
    this.#tell('lost')
  }

  #whenLinked(): Promise<Link> {
    if (this.#link) return Promise.resolve(this.#link)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #tell(state: ConnectionState): void {
    this.#state = state
    for (const listener of this.#listeners) listener(state)
  }
}

function connectPort(): LabConnection {
  const holder = new LinkHolder()
  window.addEventListener('message', (event: MessageEvent) => {
    if (event.source !== window || event.data !== PORT_TAG) return
    const port = event.ports[0]
    holder.set(new PortLink({ port, customJsonSerializers: wireSerializers }))
    port.addEventListener('close', () => holder.lose())
    port.start()
  })
  window.postMessage(PORT_WANTED, location.origin)
  return holder.connection
}

function connectSocket(): LabConnection {
  const holder = new LinkHolder()
  const keys = new PageKey()
  const retry = () => {
    holder.lose()
    setTimeout(open, RETRY_MS)
  }
  const open = () => {
    const { key } = keys
    if (key === undefined) {
      keys.askOtherPages()
      retry()
      return
    }
    const websocket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${RPC_PATH}`)
    websocket.addEventListener('open', () => {
      websocket.send(JSON.stringify({ key } satisfies KeyMessage))
      holder.set(new SocketLink({ websocket, customJsonSerializers: wireSerializers }))
    })
    websocket.addEventListener('close', ({ code }) => {
      // A server that was started anew has another key, which a page that came in by its address knows.
      if (code === KEY_REFUSED) keys.forget(key)
      retry()
    })
  }
  open()
  return holder.connection
}
