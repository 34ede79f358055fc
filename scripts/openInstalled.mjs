// Opens the app of a package without Electron: what its entry in the menu starts.
import { join } from 'node:path'
import { serveInWindow } from './serveInWindow.mjs'

const program = join(import.meta.dirname, '..', 'out', 'cli', 'main.js')
process.exitCode = await serveInWindow(program, process.argv.slice(2), 'xdg-open')
