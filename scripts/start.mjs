// `npm start`: sets up where needed, then opens the app.
import { join } from 'node:path'
import { checkout } from './setup/folders.mjs'
import { launch } from './setup/ready.mjs'

await launch([join(checkout, 'scripts', 'openApp.mjs'), ...process.argv.slice(2)])
