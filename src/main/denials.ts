import { app } from 'electron'
import type { Session, WebContents } from 'electron'
import { isAppAddress } from './appAddress.ts'

/** No permission, no request that leaves the machine, no certificate that does not hold, no device. */
export function denyEverything(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setCertificateVerifyProc((_request, answer) => answer(-2))
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwnRequest(details.url) }))
  session.on('will-download', (event) => event.preventDefault())
}

/** Applies to every content there will ever be, windows for printing among them. */
export function denyNavigation(): void {
  app.on('web-contents-created', (_event, contents) => fence(contents))
}

function fence(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => {
    if (!isAppAddress(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** The page itself, what it made in memory, and the tools for developers. */
function isOwnRequest(address: string): boolean {
  return isAppAddress(address) || /^(blob:holdout:\/\/app\/|data:|devtools:)/.test(address)
}
