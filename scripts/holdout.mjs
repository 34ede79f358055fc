// `npm run -s holdout -- COMMAND`: sets up where needed, then the command line with the checkout's own Node.
import { join } from 'node:path'
import { checkout } from './setup/folders.mjs'
import { launch } from './setup/ready.mjs'

await launch([join(checkout, 'src', 'cli', 'main.ts'), ...process.argv.slice(2)])
