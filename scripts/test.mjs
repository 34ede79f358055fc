// `npm test`: sets up where needed, then every check with the checkout's own Node.
import { join } from 'node:path'
import { checkout } from './setup/folders.mjs'
import { launch } from './setup/ready.mjs'

await launch([join(checkout, 'scripts', 'checks.mjs'), ...process.argv.slice(2)])
