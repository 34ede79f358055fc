/**
 * The Electron main process: hosts the lab, opens the window, and guards both. In order: what has to be said before the app
 * is ready; the lab; the window with its port; what happens to them until the app goes.
 */
import { app, dialog, session } from 'electron'
import type { BrowserWindow } from 'electron'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toErrorData } from '../core/errors.ts'
import { Lab } from '../lab/lab.ts'
import { PlacesFile } from '../lab/places/placesFile.ts'
import { TrainerOfPlaces } from '../lab/places/trainerOfPlaces.ts'
import { createPageHandler } from '../lab/web/pageHandler.ts'
import { REPORT_POLICY, secured } from '../lab/web/securityHeaders.ts'
import { plain } from '../lab/web/serveFile.ts'
import { chooseWorkspace, defaultWorkspaceFolder } from '../lab/workspace/workspaceFolder.ts'
import { installMenu } from './appMenu.ts'
import { answerScheme, registerScheme } from './appProtocol.ts'
import { createWindow } from './createWindow.ts'
import { denyEverything, denyNavigation } from './denials.ts'
import { askForFile, askWhereToSave } from './fileDialogs.ts'
import { keepLocalLog } from './localLog.ts'
import { filesOf, openFiles } from './openedFiles.ts'
import { PortBroker } from './portBroker.ts'
import { printedHtml, printPdf } from './printPdf.ts'
import { askBeforeQuitting, settleRuns } from './quitQuestion.ts'
import { RunPresence } from './runPresence.ts'
import { UtilityProcessTrainer } from './utilityProcessTrainer.ts'
import { WindowStateFile } from './windowState.ts'

/** Built files lie in `out` as sources lie in `src`. */
const built = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
/** Beside the program when installed, in the checkout otherwise. */
const resources = (): string =>
  app.isPackaged ? join(process.resourcesPath, 'resources') : fileURLToPath(new URL('../../resources', import.meta.url))

/** Files that arrive before there is a lab to grant them. */
const early: string[] = []
let lab: Lab | undefined
let window: BrowserWindow | undefined

function receive(paths: readonly string[]): void {
  if (lab) void openFiles(lab, paths)
  else early.push(...paths)
  if (window?.isMinimized()) window.restore()
  window?.focus()
}

async function start(): Promise<void> {
  denyEverything(session.defaultSession)
  lab = await bootLab()
  serveOwnPages(lab)
  window = await openWindow(lab)
  receive(early.splice(0))
}

function bootLab(): Promise<Lab> {
  const local = new UtilityProcessTrainer({
    networks: built('trainer/main.js'),
    references: built('trainer/references/main.js'),
  })
  const { plan } = local
  const workspace = chooseWorkspace(undefined).folder ?? defaultWorkspaceFolder()
  return Lab.boot({
    workspace,
    plan,
    program: 'the Holdout app',
    resources: resources(),
    trainer: new TrainerOfPlaces(local, (name) => new PlacesFile(workspace).find(name), local),
    checker: local,
    host: {
      host: 'electron',
      chooseFile: async (kind, folder) => (window ? askForFile(window, kind, folder) : undefined),
      chooseSavePath: async (name) => (window ? askWhereToSave(window, name) : undefined),
      printPdf,
    },
  })
}

function serveOwnPages({ data }: Lab): void {
  const answer = createPageHandler({ page: built('renderer'), data })
  answerScheme(session.defaultSession, (request) => {
    const [, id] = /^\/print\/([0-9a-f-]{36})$/.exec(new URL(request.url).pathname) ?? []
    return id === undefined ? answer(request) : Promise.resolve(printPage(id))
  })
}

function printPage(id: string): Response {
  const html = printedHtml(id)
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': REPORT_POLICY }
  return secured(html === undefined ? plain(404) : new Response(html, { headers }))
}

async function openWindow(running: Lab): Promise<BrowserWindow> {
  installMenu((command) => running.hub.tell({ kind: 'command', command }))
  const state = new WindowStateFile(app.getPath('userData'))
  return createWindow({ state, preload: built('preload/index.cjs'), onCreated: (opened) => attach(running, opened) })
}

function attach(running: Lab, opened: BrowserWindow): void {
  const onDropped = (paths: readonly string[]): void => void openFiles(running, paths)
  const broker = new PortBroker({ lab: running, window: opened, onDropped })
  const presence = new RunPresence(opened, running.hub)
  opened.on('closed', () => {
    broker.close()
    presence.close()
    window = undefined
  })
}

/** What was answered before the app goes, so that it is asked once. */
let leaving: 'no' | 'asking' | 'settled' = 'no'

async function leave(): Promise<void> {
  const answer = lab?.runs.isBusy && window ? await askBeforeQuitting(window) : 'pause'
  if (answer === 'stay') {
    leaving = 'no'
    return
  }
  if (lab) await settleRuns(lab, answer)
  await lab?.shutdown()
  leaving = 'settled'
  app.quit()
}

function main(): void {
  registerScheme()
  denyNavigation()
  app.enableSandbox()
  keepLocalLog()
  early.push(...filesOf(process.argv.slice(1), process.cwd()))
  app.on('second-instance', (_event, args, folder) => receive(filesOf(args.slice(1), folder)))
  app.on('open-file', (event, path) => {
    event.preventDefault()
    receive([path])
  })
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (leaving === 'settled') return
    event.preventDefault()
    if (leaving === 'asking') return
    leaving = 'asking'
    void leave()
  })
  void app.whenReady().then(start).catch(fail)
}

/** Without a lab there is nothing to show: say why, and go. */
function fail(error: unknown): void {
  const { message, hint } = toErrorData(error)
  console.error(error)
  dialog.showErrorBox('Holdout cannot start', hint === undefined ? message : `${message}\n\n${hint}`)
  leaving = 'settled'
  app.exit(1)
}

if (app.requestSingleInstanceLock()) main()
else app.quit()
