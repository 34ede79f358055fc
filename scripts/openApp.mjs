// Opens the app: in Electron where its binary is there; else in a window of Chromium; else by an address to visit.
import { join } from 'node:path'
import { ensureBuilt, isBuildStale } from './build.mjs'
import { electronBinary } from './electronBinary.mjs'
import { serveInWindow } from './serveInWindow.mjs'
import { checkout } from './setup/folders.mjs'
import { runProgram } from './setup/ready.mjs'
import { sayStill } from './setup/say.mjs'

async function openApp() {
  if (isBuildStale() && !(await sayStill('building the app', ensureBuilt()))) return 1
  const args = process.argv.slice(2)
  const electron = electronBinary()
  if (electron) return runProgram(electron, [checkout, ...args])
  return serveInWindow(join(checkout, 'src', 'cli', 'main.ts'), args)
}

process.exitCode = await openApp()
