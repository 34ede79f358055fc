import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../main.ts', import.meta.url))
const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url))

/** How a command ended. */
export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A command under way, as a process of its own. */
export interface RunningCli {
  readonly child: ChildProcess
  readonly ended: Promise<CliResult>
  /** Resolves once stderr holds `text`; rejects when the process ends before. */
  readonly said: (text: string) => Promise<void>
}

/** Starts the command line in the checkout's root, as the launcher does; without a workspace unless one is named. */
export function startCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): RunningCli {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: CHECKOUT,
    env: { ...process.env, HOLDOUT_WORKSPACE: 'none', ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<CliResult>((resolve) => {
    child.once('close', (code) => {
      resolve({ code, stdout, stderr })
    })
  })
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (stderr.includes(text)) resolve()
      }
      child.stderr.on('data', look)
      void ended.then(() => {
        reject(new Error(`ended without saying "${text}": ${stderr}`))
      })
      look()
    })
  return { child, ended, said }
}

/** Runs a command to its end. */
export function runCli(...args: readonly string[]): Promise<CliResult> {
  return startCli(args).ended
}
