/**
 * The bridge between the sandboxed page and the app: hands on one port to the lab, and the paths of files that a person
 * drops on the window. It exposes nothing: a port and a path are all that passes, and only when the page's own frame asks.
 */
import { ipcRenderer, webUtils } from 'electron'
import { PORT_TAG, PORT_WANTED } from '../contract/bridge.ts'

/** Names of the two things the app is asked for; `main` listens for them. */
const ASK_FOR_PORT = 'holdout:port-wanted'
const GIVE_PORT = 'holdout:port'
const DROPPED = 'holdout:dropped'

let hasAsked = false

function askForPort(event: MessageEvent<unknown>): void {
  const isOwn = event.source === window && event.origin === location.origin
  if (!isOwn || event.data !== PORT_WANTED || hasAsked) return
  hasAsked = true
  ipcRenderer.send(ASK_FOR_PORT)
}

/** Only what a person really dropped: a page can make up an event, and never a trusted one. */
function tellDropped(event: DragEvent): void {
  const files = [...(event.dataTransfer?.files ?? [])]
  if (!event.isTrusted || files.length === 0) return
  const paths = files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '')
  ipcRenderer.send(DROPPED, paths)
}

// A frame inside the page, such as a report, gets nothing.
if (window.top === window) {
  window.addEventListener('message', askForPort)
  window.addEventListener('drop', tellDropped, { capture: true })
  ipcRenderer.on(GIVE_PORT, (event) => window.postMessage(PORT_TAG, location.origin, event.ports))
}
