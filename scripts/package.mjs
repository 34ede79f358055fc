// `npm run package`: sets up where needed, then makes the packages with the checkout's own Node.
import { join } from 'node:path'
import { checkout } from './setup/folders.mjs'
import { launch } from './setup/ready.mjs'

await launch([join(checkout, 'scripts', 'package', 'main.mjs'), ...process.argv.slice(2)])
