// `npm start`: sets up where needed, then runs the exercise and names the report it wrote.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from './setup/folders.mjs'
import { launch } from './setup/ready.mjs'

const experiment = join(checkout, 'resources', 'examples', 'sonar-dropout.yaml')
const reports = join(checkout, 'reports', 'sonar-dropout')
const report = join(reports, 'report.html')

await launch([join(checkout, 'src', 'cli', 'main.ts'), 'run', experiment, '--out', reports, ...process.argv.slice(2)])
if (process.exitCode === 0 && existsSync(report)) process.stdout.write(`Report: ${report}\n`)
