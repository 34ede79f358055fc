// `npm run screenshots`: sets up where needed, then takes the pictures of the README anew.
import { join } from 'node:path'
import { checkout } from './setup/folders.mjs'
import { launch } from './setup/ready.mjs'

await launch([join(checkout, 'scripts', 'takeScreenshots.mjs')])
