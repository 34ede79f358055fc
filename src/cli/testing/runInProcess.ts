import { runCommandLine } from '../commandLine.ts'
import type { CliResult } from './runCli.ts'

/** Runs a command to its end within the test's own process: for commands whose own process shows nothing more. */
export async function runInProcess(...args: readonly string[]): Promise<CliResult> {
  let [stdout, stderr] = ['', '']
  const code = await runCommandLine(args, {
    out: (text) => void (stdout += text),
    err: (text) => void (stderr += text),
    isInteractive: false,
    hasColor: false,
    columns: () => 80,
  })
  return { code, stdout, stderr }
}
