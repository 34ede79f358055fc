/**
 * Electron as far as `main` uses it, for running the built main process in plain Node. It records its calls and answers
 * as Electron's documentation says; it shows order and refusals, and nothing of what only the real binary does.
 */
import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'

/** Everything that was called, in order, with what it was given. */
export const calls: { readonly name: string; readonly args: readonly unknown[] }[] = []

function record(name: string, ...args: unknown[]): void {
  calls.push({ name, args })
}

/** Answers to dialogs, taken in order. */
export const dialogAnswers: { open: string[]; save: string[]; message: number[] } = { open: [], save: [], message: [] }

const userData = mkdtempSync(join(tmpdir(), 'holdout-app-'))

class App extends EventEmitter {
  readonly isPackaged = false
  requestSingleInstanceLock(): boolean {
    record('app.requestSingleInstanceLock')
    return true
  }
  enableSandbox(): void {
    record('app.enableSandbox')
  }
  whenReady(): Promise<void> {
    record('app.whenReady')
    return new Promise((resolve) => setImmediate(resolve)).then(() => record('ready'))
  }
  getPath(name: string): string {
    return join(userData, name)
  }
  quit(): void {
    const event = preventable()
    this.emit('before-quit', event)
    record('app.quit', event.defaultPrevented)
  }
  exit(code: number): void {
    record('app.exit', code)
  }
}
export const app = new App()

interface Preventable {
  defaultPrevented: boolean
  preventDefault: () => void
}

/** An event that tells whether it was prevented. */
export function preventable(): Preventable {
  const event: Preventable = { defaultPrevented: false, preventDefault: () => (event.defaultPrevented = true) }
  return event
}

class Frame {
  readonly url: string
  readonly posted: { readonly channel: string; readonly ports: readonly unknown[] }[] = []
  constructor(url: string) {
    this.url = url
  }
  postMessage(channel: string, _message: unknown, ports: readonly unknown[]): void {
    this.posted.push({ channel, ports })
  }
}

/** A frame at an address, for asking as somebody else. */
export function frameAt(url: string): Frame {
  return new Frame(url)
}

class WebContents extends EventEmitter {
  mainFrame = new Frame('about:blank')
  openHandler: ((details: { url: string }) => { action: string }) | undefined
  reloads = 0
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
  reload(): void {
    this.reloads += 1
  }
  printToPDF(options: unknown): Promise<Buffer> {
    record('printToPDF', options)
    return Promise.resolve(Buffer.from('%PDF-1.7 stub'))
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = []
  readonly options: Record<string, unknown>
  readonly webContents = new WebContents()
  readonly progress: number[] = []
  constructor(options: Record<string, unknown>) {
    super()
    this.options = options
    record('new BrowserWindow', options)
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string): Promise<void> {
    record('loadURL', url)
    this.webContents.mainFrame = new Frame(url)
    await Promise.resolve()
    this.emit('ready-to-show')
  }
  setProgressBar(fraction: number): void {
    this.progress.push(fraction)
  }
  show(): void {
    record('show')
  }
  maximize(): void {
    record('maximize')
  }
  focus(): void {
    record('focus')
  }
  isMinimized(): boolean {
    return false
  }
  isMaximized(): boolean {
    return false
  }
  isFocused(): boolean {
    return false
  }
  isDestroyed(): boolean {
    return false
  }
  getNormalBounds(): object {
    return { x: 10, y: 20, width: 1000, height: 700 }
  }
  destroy(): void {
    record('destroy')
  }
}

export const protocol = { registerSchemesAsPrivileged: (schemes: unknown) => record('registerSchemes', schemes) }

type Handler = (...args: never[]) => unknown

/** Handlers that were set on the session, by the name of what set them. */
export const handlers = new Map<string, Handler>()
const set =
  (name: string) =>
  (handler: Handler): void => {
    record(name)
    handlers.set(name, handler)
  }

export const session = {
  defaultSession: {
    setPermissionRequestHandler: set('setPermissionRequestHandler'),
    setPermissionCheckHandler: set('setPermissionCheckHandler'),
    setDevicePermissionHandler: set('setDevicePermissionHandler'),
    setCertificateVerifyProc: set('setCertificateVerifyProc'),
    webRequest: { onBeforeRequest: set('onBeforeRequest') },
    on: (event: string, handler: Handler) => set(`session.on ${event}`)(handler),
    protocol: { handle: (scheme: string, handler: Handler) => set(`handle ${scheme}`)(handler) },
  },
}

export const ipcMain = new EventEmitter()

/** Node's channel with the difference that main sees: what is sent comes wrapped. */
export class MessageChannelMain {
  readonly port1: unknown
  readonly port2: unknown
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = {
      on: (event: string, listener: (event?: { data: unknown }) => void) =>
        event === 'message' ? port1.on('message', (data) => listener({ data })) : port1.on('close', () => listener()),
      postMessage: (data: unknown) => port1.postMessage(data),
      start: () => port1.start(),
      close: () => port1.close(),
    }
    this.port2 = port2
  }
}

export const dialog = {
  showOpenDialog: () => {
    const path = dialogAnswers.open.shift()
    return Promise.resolve({ canceled: path === undefined, filePaths: path === undefined ? [] : [path] })
  },
  showSaveDialog: () => {
    const filePath = dialogAnswers.save.shift()
    return Promise.resolve({ canceled: filePath === undefined, filePath: filePath ?? '' })
  },
  showMessageBox: (_window: unknown, options: unknown) => {
    record('showMessageBox', options)
    return Promise.resolve({ response: dialogAnswers.message.shift() ?? 3 })
  },
  showErrorBox: (...words: string[]) => record('showErrorBox', ...words),
}

interface Item {
  readonly label?: string
  readonly click?: () => void
  readonly submenu?: readonly Item[]
}
export const Menu = {
  template: [] as readonly Item[],
  buildFromTemplate: (template: readonly Item[]) => (Menu.template = template),
  setApplicationMenu: () => record('setApplicationMenu'),
}

export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }

export const powerSaveBlocker = {
  start: (kind: string) => (record('powerSaveBlocker.start', kind), 1),
  stop: (id: number) => record('powerSaveBlocker.stop', id),
}

export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true
  }
  constructor(options: unknown) {
    super()
    record('Notification', options)
  }
  show(): void {
    record('Notification.show')
  }
}

export const crashReporter = { start: (options: unknown) => record('crashReporter.start', options) }

/** A child process that behaves as a utility process does towards its parent. */
class UtilityChild extends EventEmitter {
  readonly stdout
  readonly stderr
  readonly #child
  constructor(program: string, options: { readonly env: NodeJS.ProcessEnv }) {
    super()
    this.#child = fork(program, [], { ...options, serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    this.stdout = this.#child.stdout
    this.stderr = this.#child.stderr
    this.#child.on('message', (message) => this.emit('message', message))
    this.#child.on('exit', (code, signal) => this.emit('exit', code ?? (signal === 'SIGKILL' ? 137 : 1)))
  }
  get pid(): number | undefined {
    return this.#child.pid
  }
  postMessage(message: object): void {
    this.#child.send(message, () => undefined)
  }
  kill(): boolean {
    return this.#child.kill()
  }
}

export const utilityProcess = {
  fork: (program: string, _args: unknown, options: { readonly env: NodeJS.ProcessEnv }) => {
    record('utilityProcess.fork', program)
    return new UtilityChild(program, options)
  },
}
