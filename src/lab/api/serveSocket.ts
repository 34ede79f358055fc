import { RPCHandler } from '@orpc/server/ws'
import { WebSocket } from 'ws'
import { KEY_REFUSED } from '../../contract/pageKey.ts'
import { wireSerializers } from '../../contract/serializers.ts'
import type { LabServices } from './labServices.ts'
import { isRpcMessage } from './rpcMessage.ts'
import { router } from './router.ts'

/** The code that says a message was not of the protocol. */
const NOT_OF_THE_PROTOCOL = 1007
/** How long a socket may wait before it shows the key. */
const PATIENCE_MS = 10_000

/**
 * Answers the contract on a WebSocket whose first message is the key. A socket that shows another key, or none in time, and one
 * over which anything else comes that is not of the protocol, is closed.
 */
export async function serveSocket(
  socket: WebSocket,
  lab: LabServices,
  isKey: (given: unknown) => boolean,
): Promise<void> {
  const handler = new RPCHandler(router, { customJsonSerializers: [...wireSerializers] })
  let deliver: (event: { data: string }) => unknown = () => undefined
  const guarded = {
    send: (data: Parameters<WebSocket['send']>[0]) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(data)
    },
    addEventListener: (event: string, listener: (event: { data: string }) => unknown) => {
      if (event === 'message') deliver = listener
      else socket.on('close', () => listener({ data: '' }))
    },
  }
  const refuse = (): void => socket.close(KEY_REFUSED)
  const timer = setTimeout(refuse, PATIENCE_MS)
  socket.on('close', () => clearTimeout(timer))
  await handler.upgrade(guarded as unknown as WebSocket, { context: { lab } })
  let isAdmitted = false
  socket.on('message', (bytes: Buffer, isBinary: boolean) => {
    const text = isBinary ? '' : bytes.toString('utf8')
    if (!isAdmitted) {
      isAdmitted = isKey(keyIn(text))
      if (isAdmitted) clearTimeout(timer)
      else refuse()
    } else if (isRpcMessage(text)) void Promise.resolve(deliver({ data: text })).catch(() => socket.terminate())
    else socket.close(NOT_OF_THE_PROTOCOL)
  })
}

function keyIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { key?: unknown } | null)?.key
  } catch {
    return undefined
  }
}
