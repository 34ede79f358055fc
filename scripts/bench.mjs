// `npm run bench`: sets up where needed, then measures.
import { join } from 'node:path'
import { checkout } from './setup/folders.mjs'
import { launch } from './setup/ready.mjs'

await launch([join(checkout, 'bench', 'main.ts'), ...process.argv.slice(2)])
