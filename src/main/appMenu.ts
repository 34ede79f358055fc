import { Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import type { AppCommand } from '../contract/system.ts'

interface Entry {
  readonly label: string
  readonly accelerator?: string
  readonly command: AppCommand
}
type Item = Entry | MenuItemConstructorOptions

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** The menu as a table: what the page does is a command, what the system does is a role. */
const MENUS: readonly { readonly label: string; readonly items: readonly Item[] }[] = [
  {
    label: '&File',
    items: [
      { label: 'New experiment', accelerator: 'CmdOrCtrl+N', command: 'newExperiment' },
      { label: 'Open…', accelerator: 'CmdOrCtrl+O', command: 'openFile' },
      { role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] },
      separator,
      { label: 'Save', accelerator: 'CmdOrCtrl+S', command: 'save' },
      { label: 'Save as…', accelerator: 'CmdOrCtrl+Shift+S', command: 'saveAs' },
      separator,
      { role: 'quit' },
    ],
  },
  {
    label: '&Edit',
    items: [
      { label: 'Undo', accelerator: 'CmdOrCtrl+Z', command: 'undo' },
      { label: 'Redo', accelerator: 'CmdOrCtrl+Shift+Z', command: 'redo' },
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
    ],
  },
  {
    label: '&Go',
    items: [
      { label: 'Data', accelerator: 'CmdOrCtrl+1', command: 'showData' },
      { label: 'Model', accelerator: 'CmdOrCtrl+2', command: 'showModel' },
      { label: 'Run', accelerator: 'CmdOrCtrl+3', command: 'showRun' },
      { label: 'History', accelerator: 'CmdOrCtrl+4', command: 'showHistory' },
      { label: 'Report', accelerator: 'CmdOrCtrl+5', command: 'showReport' },
      separator,
      { label: 'Command palette', accelerator: 'CmdOrCtrl+K', command: 'palette' },
    ],
  },
  {
    label: '&Run',
    items: [
      { label: 'Run', accelerator: 'CmdOrCtrl+Enter', command: 'run' },
      { label: 'Pause or go on', command: 'pause' },
      { label: 'Stop', accelerator: 'CmdOrCtrl+.', command: 'stop' },
    ],
  },
  {
    label: '&View',
    items: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, separator, { role: 'togglefullscreen' }],
  },
  { label: '&Help', items: [{ label: 'About Holdout', command: 'about' }] },
]

/** Puts the menu in its place; `send` hands a command to the page. */
export function installMenu(send: (command: AppCommand) => void): void {
  const menus = MENUS.map(({ label, items }): MenuItemConstructorOptions => ({
    label,
    submenu: items.map((item) => menuItem(item, send)),
  }))
  const ownMenu: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  Menu.setApplicationMenu(Menu.buildFromTemplate([...ownMenu, ...menus]))
}

function menuItem(item: Item, send: (command: AppCommand) => void): MenuItemConstructorOptions {
  if (!('command' in item)) return item
  const { command, ...rest } = item
  return { ...rest, click: () => send(command) }
}
