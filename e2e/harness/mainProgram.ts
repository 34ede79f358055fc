/** Runs the built main process in plain Node on the stubbed Electron, and does what the spec in the parent process asks. */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { once } from 'node:events'
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import type { LabClient } from '../../src/contract/contract.ts'
import { wireSerializers } from '../../src/contract/serializers.ts'
import { checkout } from './checkout.ts'
import type * as Stub from './stubElectron.ts'

const stub = new URL('./stubElectron.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: stub, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})
const electron = (await import('electron')) as unknown as typeof Stub
const { app, BrowserWindow, calls, dialogAnswers, frameAt, handlers, ipcMain, Menu, preventable } = electron

await import(pathToFileURL(join(checkout, 'out', 'main', 'index.js')).href)
await until(() => calls.some(({ name }) => name === 'show' || name === 'showErrorBox'))
const [window] = BrowserWindow.all

/** What a spec may ask for, by name. */
const deeds = {
  calls: () => calls.map(({ name, args }) => ({ name, args })),
  preferences: () => window.options['webPreferences'],
  permission: async (name: string) => {
    const request = handlers.get('setPermissionRequestHandler') as (
      c: unknown,
      p: string,
      a: (yes: boolean) => void,
    ) => void
    const answered = new Promise((resolve) => request(null, name, resolve))
    const check = handlers.get('setPermissionCheckHandler') as () => boolean
    const device = handlers.get('setDevicePermissionHandler') as () => boolean
    return [await answered, check(), device()]
  },
  isRequestAllowed: async (url: string) => {
    const handler = handlers.get('onBeforeRequest') as (d: object, a: (answer: { cancel: boolean }) => void) => void
    const { cancel } = await new Promise<{ cancel: boolean }>((resolve) => handler({ url }, resolve))
    return !cancel
  },
  openWindow: (url: string) => window.webContents.openHandler?.({ url }),
  isPrevented: (event: string, url: string) => {
    const attempt = Object.assign(preventable(), { url })
    window.webContents.emit(event, attempt, url)
    return attempt.defaultPrevented
  },
  fetch: async (url: string, method = 'GET') => {
    const handler = handlers.get('handle holdout') as unknown as (request: Request) => Promise<Response>
    const response = await handler(new Request(url, { method }))
    const headers = Object.fromEntries(response.headers)
    return { status: response.status, headers, body: (await response.text()).slice(0, 2000) }
  },
  /** Asks for a port as the page does, or as somebody else; returns what came. */
  askForPort: (as: 'page' | 'subframe' | 'foreignPage' | 'otherWindow') => {
    const own = window.webContents.mainFrame
    const frame =
      as === 'page' || as === 'otherWindow' ? own : frameAt(as === 'subframe' ? own.url : 'https://evil.example/')
    const before = frame.posted.length
    const sender = as === 'otherWindow' ? {} : window.webContents
    if (as === 'foreignPage') window.webContents.mainFrame = frame
    ipcMain.emit('holdout:port-wanted', { sender, senderFrame: frame })
    window.webContents.mainFrame = own
    return frame.posted.slice(before).map(({ channel, ports }) => ({ channel, ports: ports.length }))
  },
  /** Calls a procedure over the newest port. */
  call: (path: string, input: unknown) => callProcedure(path, input),
  /** Sends something else over the newest port; resolves once that is closed. */
  sendRaw: async (message: unknown) => {
    const port = newestPort()
    port.start()
    port.postMessage(message)
    await once(port, 'close')
    return 'closed'
  },
  runToEnd: async (input: { text: string; datasetId: string }) => {
    const lab = client()
    const { runId } = await lab.runs.start(input)
    let last: unknown
    for await (const update of await lab.runs.events({ runId })) last = update
    return { runId, last }
  },
  startRun: (input: { text: string; datasetId: string }) => client().runs.start(input),
  drop: (as: 'page' | 'subframe', paths: unknown) => {
    const own = window.webContents.mainFrame
    const senderFrame = as === 'page' ? own : frameAt(own.url)
    ipcMain.emit('holdout:dropped', { sender: window.webContents, senderFrame }, paths)
  },
  /** Events of the lab from now on, until one of this kind came. */
  nextEvent: async (kind: string, meanwhile?: { deed: string; args: unknown[] }) => {
    const events = await client().system.events()
    for await (const event of events) {
      if (event.kind === 'queue' && meanwhile) {
        void run(meanwhile.deed, meanwhile.args)
        meanwhile = undefined
      }
      if (event.kind === kind) return event
    }
    return null
  },
  clickMenu: (label: string) => {
    const item = Menu.template.flatMap(({ submenu }) => submenu ?? []).find((entry) => entry.label === label)
    item?.click?.()
    return item !== undefined
  },
  answer: (answers: Partial<typeof dialogAnswers>) => Object.assign(dialogAnswers, answers),
  secondInstance: (args: string[], folder: string) => app.emit('second-instance', {}, args, folder),
  losePage: () => {
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    return window.webContents.reloads
  },
  progress: () => window.progress,
  quit: async () => {
    const before = calls.length
    app.quit()
    await until(() => calls.slice(before).some(({ name, args }) => name === 'app.quit' && args[0] === false))
    return calls.slice(before).map(({ name }) => name)
  },
  tryToQuit: async () => {
    const before = calls.length
    app.quit()
    await new Promise((resolve) => setTimeout(resolve, 300))
    return calls.slice(before)
  },
} as const

let connected: { readonly port: unknown; readonly lab: LabClient } | undefined

/** The page's side of the port. */
function client(): LabClient {
  const port = newestPort()
  if (connected?.port !== port) {
    const link = new RPCLink({ port, customJsonSerializers: wireSerializers })
    connected = { port, lab: createORPCClient(link) }
    port.start()
  }
  return connected.lab
}

/** Node's end of a channel, as far as it is used here. */
interface PagePort extends NodeJS.EventEmitter {
  start(): void
  postMessage(message: unknown): void
}

function newestPort(): PagePort {
  const port = window.webContents.mainFrame.posted.at(-1)?.ports[0]
  if (!port) throw new Error('nobody was given a port')
  return port as PagePort
}

async function callProcedure(path: string, input: unknown): Promise<unknown> {
  const procedure = path.split('.').reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], client())
  try {
    return await (procedure as (input: unknown) => Promise<unknown>)(input)
  } catch (error) {
    return { error: (error as { data?: unknown; message: string }).data ?? (error as Error).message }
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

async function run(name: string, args: readonly unknown[]): Promise<unknown> {
  return await (deeds[name as keyof typeof deeds] as (...args: unknown[]) => unknown)(...args)
}

process.on('message', ({ id, name, args }: { id: number; name: string; args: unknown[] }) => {
  run(name, args).then(
    (result) => process.send?.({ id, result: result ?? null }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
