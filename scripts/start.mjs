// `npm start`: sets up where needed, then runs the exercise; the command line names the report it wrote.
import { join } from 'node:path'
import { checkout } from './setup/folders.mjs'
import { launch } from './setup/ready.mjs'

const experiment = join(checkout, 'resources', 'examples', 'sonar-dropout.yaml')
const reports = join(checkout, 'reports', 'sonar-dropout')

await launch([join(checkout, 'src', 'cli', 'main.ts'), 'run', experiment, '--out', reports, ...process.argv.slice(2)])
