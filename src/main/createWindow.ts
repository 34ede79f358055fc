import { BrowserWindow } from 'electron'
import type { WebPreferences } from 'electron'
import { APP_PAGE } from './appAddress.ts'
import { LEAST_SIZE } from './windowState.ts'
import type { WindowStateFile } from './windowState.ts'

/** What every content is made with: a sandbox without Node, apart from the bridge, without anything a page has no use for. */
export const SAFE_PREFERENCES: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  safeDialogs: true,
}

export interface WindowOptions {
  readonly state: WindowStateFile
  /** The built bridge. */
  readonly preload: string
  /** Called before the page is loaded, which asks for its port at once. */
  readonly onCreated: (window: BrowserWindow) => void
}

/** Opens the app's window where it was last, and shows it once there is something to see. */
export async function createWindow(options: WindowOptions): Promise<BrowserWindow> {
  const { state, preload, onCreated } = options
  const { bounds, isMaximized } = await state.load()
  const window = new BrowserWindow({
    ...bounds,
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    show: false,
    title: 'Holdout',
    webPreferences: { ...SAFE_PREFERENCES, preload },
  })
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize()
    window.show()
  })
  window.on('close', () => void state.save(window))
  // A lost page is loaded anew; the lab and its runs are in this process and go on.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') window.webContents.reload()
  })
  onCreated(window)
  await window.loadURL(APP_PAGE)
  return window
}
