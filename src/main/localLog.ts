import { app, crashReporter } from 'electron'
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'node:util'

const MOST_BYTES = 1 << 20

/** Writes what goes wrong into files of the user's own log folder; nothing of it leaves the machine. */
export function keepLocalLog(): void {
  const folder = app.getPath('logs')
  const file = join(folder, 'holdout.log')
  mkdirSync(folder, { recursive: true })
  // Dumps of crashes stay in the app's own folder: there is nowhere to send them to.
  crashReporter.start({ uploadToServer: false })
  const write = (...words: unknown[]): void => append(file, `${new Date().toISOString()} ${format(...words)}\n`)
  console.error = write
  process.on('uncaughtException', (error) => write('uncaught', error))
  process.on('unhandledRejection', (error) => write('unhandled', error))
  app.on('child-process-gone', (_event, details) => write('a process has gone', details))
  app.on('render-process-gone', (_event, _contents, details) => write('the page has gone', details))
}

/** Two files of at most a megabyte: this one and the one before. */
function append(file: string, text: string): void {
  try {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES) renameSync(file, `${file}.old`)
    appendFileSync(file, text)
  } catch {
    // A full disk must not end what is running.
  }
}
