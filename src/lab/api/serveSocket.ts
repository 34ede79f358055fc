import { RPCHandler } from '@orpc/server/ws'
import { WebSocket } from 'ws'
import { wireSerializers } from '../../contract/serializers.ts'
import type { LabServices } from './labServices.ts'
import { isRpcMessage } from './rpcMessage.ts'
import { router } from './router.ts'

/** The code that says a message was not of the protocol. */
const NOT_OF_THE_PROTOCOL = 1007

/** Answers the contract on a WebSocket. A socket over which anything else comes is closed. */
export async function serveSocket(socket: WebSocket, lab: LabServices): Promise<void> {
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
  await handler.upgrade(guarded as unknown as WebSocket, { context: { lab } })
  socket.on('message', (bytes: Buffer, isBinary: boolean) => {
    const text = bytes.toString('utf8')
    if (!isBinary && isRpcMessage(text)) deliver({ data: text })
    else socket.close(NOT_OF_THE_PROTOCOL)
  })
}
