/** The line to the process that started this one: Node's IPC, or Electron's `parentPort` in a utility process. */

export interface ParentPort<Incoming, Outgoing> {
  send(message: Outgoing): void
  onMessage(handler: (message: Incoming) => void): void
  /** Ends this process once everything sent has left it. */
  close(): Promise<void>
}

/** Electron's `process.parentPort`, as far as it is used here. */
interface UtilityPort {
  postMessage(message: unknown): void
  on(event: 'message', handler: (event: { data: unknown }) => void): void
}

/** Opens the line. Without a parent there is nobody to train for, and the process ends. */
export function openParentPort<Incoming, Outgoing>(): ParentPort<Incoming, Outgoing> {
  const { parentPort } = process as { parentPort?: UtilityPort }
  return parentPort ? utilityPort(parentPort) : ipcPort()
}

function utilityPort<Incoming, Outgoing>(port: UtilityPort): ParentPort<Incoming, Outgoing> {
  return {
    send: (message) => {
      port.postMessage(message)
    },
    onMessage: (handler) => {
      port.on('message', ({ data }) => {
        handler(data as Incoming)
      })
    },
    close: async () => {
      // Electron flushes a port's messages as the event loop turns.
      await new Promise((resolve) => setImmediate(resolve))
      process.exit(0)
    },
  }
}

function ipcPort<Incoming, Outgoing>(): ParentPort<Incoming, Outgoing> {
  if (!process.send) {
    process.stderr.write('The trainer is started by Holdout, not by hand.\n')
    process.exit(2)
  }
  let sent = Promise.resolve()
  process.on('disconnect', () => process.exit(1))
  return {
    send: (message) => {
      const leaving = new Promise<void>((resolve) => {
        process.send?.(message, undefined, undefined, () => {
          resolve()
        })
      })
      sent = Promise.all([sent, leaving]).then(() => undefined)
    },
    onMessage: (handler) => {
      process.on('message', (message) => {
        handler(message as Incoming)
      })
    },
    close: async () => {
      await sent
      process.exit(0)
    },
  }
}
