import { ipcMain, MessageChannelMain } from 'electron'
import type { BrowserWindow, IpcMainEvent, MessagePortMain } from 'electron'
import { servePort } from '../lab/api/servePort.ts'
import type { Lab } from '../lab/lab.ts'
import { isAppAddress } from './appAddress.ts'

/** Names of what the bridge asks and is given; the same words stand in `preload`. */
const ASK_FOR_PORT = 'holdout:port-wanted'
const GIVE_PORT = 'holdout:port'
const DROPPED = 'holdout:dropped'

/** More files at once are a slip. */
const MOST_DROPPED = 20

export interface PortBrokerOptions {
  readonly lab: Lab
  readonly window: BrowserWindow
  /** A person dropped these on the window. */
  readonly onDropped: (paths: readonly string[]) => void
}

/** Gives the page of a window its port to the lab: one at a time, to its main frame, at its own address. */
export class PortBroker {
  readonly #options: PortBrokerOptions
  #port: MessagePortMain | undefined

  constructor(options: PortBrokerOptions) {
    this.#options = options
    ipcMain.on(ASK_FOR_PORT, this.#give)
    ipcMain.on(DROPPED, this.#receiveDropped)
  }

  close(): void {
    ipcMain.off(ASK_FOR_PORT, this.#give)
    ipcMain.off(DROPPED, this.#receiveDropped)
    this.#port?.close()
  }

  readonly #give = (event: IpcMainEvent): void => {
    if (!this.#isPage(event)) return
    // A page that was loaded anew has lost the port it had.
    this.#port?.close()
    const { port1, port2 } = new MessageChannelMain()
    this.#port = port1
    servePort(port1, this.#options.lab.services)
    port1.start()
    event.senderFrame?.postMessage(GIVE_PORT, null, [port2])
  }

  readonly #receiveDropped = (event: IpcMainEvent, paths: unknown): void => {
    if (!this.#isPage(event) || !isPathList(paths)) return
    this.#options.onDropped(paths)
  }

  #isPage({ sender, senderFrame }: IpcMainEvent): boolean {
    const { webContents } = this.#options.window
    return sender === webContents && senderFrame === webContents.mainFrame && isAppAddress(senderFrame.url)
  }
}

function isPathList(paths: unknown): paths is readonly string[] {
  return Array.isArray(paths) && paths.length <= MOST_DROPPED && paths.every((path) => typeof path === 'string')
}
