import { RPCHandler } from '@orpc/server/message-port'
import { wireSerializers } from '../../contract/serializers.ts'
import type { LabServices } from './labServices.ts'
import { isRpcMessage } from './rpcMessage.ts'
import { router } from './router.ts'

/** A port as Electron's main process has it, and as Node's `MessagePort` is. */
export interface LabPort {
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(data: unknown): void
  close(): void
}

/** Answers the contract on a port. A port over which anything else comes is closed. */
export function servePort(port: LabPort, lab: LabServices): void {
  const handler = new RPCHandler(router, { customJsonSerializers: [...wireSerializers] })
  let deliver: (event: { data: unknown }) => void = () => undefined
  const guarded = {
    on: (event: string, listener: (event?: { data: unknown }) => void) => {
      if (event === 'message') deliver = listener
      else port.on('close', () => listener())
    },
    postMessage: (data: unknown) => port.postMessage(data),
  }
  handler.upgrade(guarded, { context: { lab } })
  port.on('message', (message) => {
    const data = dataOf(message)
    if (isRpcMessage(data)) deliver({ data })
    else port.close()
  })
}

/** Electron wraps what is sent in an event, Node does not. */
function dataOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'data' in message ? message.data : message
}
