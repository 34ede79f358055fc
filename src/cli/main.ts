/** The command line as a process: its terminal, the folder it was called from, and an exit code. */
import { runCommandLine } from './commandLine.ts'
import { leave, processTerminal } from './terminal.ts'
import { watchStarters } from './watchStarters.ts'

watchStarters()
enterCallersFolder()
await leave(await runCommandLine(process.argv.slice(2), processTerminal()))

/** npm runs scripts in the package's folder; paths are meant from where the person is. */
function enterCallersFolder(): void {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env
  if (script === 'holdout' && folder !== undefined) process.chdir(folder)
}
