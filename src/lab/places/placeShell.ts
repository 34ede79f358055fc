import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { quotedForShell } from './quotedForShell.ts'

/** What a program on a place left. */
export interface ProgramEnd {
  /** `null`: it could not be started, or was ended by a signal. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts programs on a place: arguments arrive as they are given, whatever characters they hold. */
export interface PlaceShell {
  /** Runs a program to its end. Never rejects. */
  run(command: readonly string[], input?: string | Uint8Array): Promise<ProgramEnd>
  /** Starts a program that talks for a while. */
  open(command: readonly string[]): ChildProcessWithoutNullStreams
}

/** The shell of a place: of this machine, or over `ssh` where it has a host. */
export function placeShell(host: string | undefined): PlaceShell {
  const open = (command: readonly string[]): ChildProcessWithoutNullStreams => {
    const [program, ...args] = host === undefined ? command : sshCommand(host, command)
    return spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  }
  return { open, run: (command, input) => runToEnd(() => open(command), input) }
}

/**
 * `BatchMode`: a question for a password would wait for ever. A connection that is dead is noticed after 45 seconds. What stands
 * behind `--` is no option, and what `ssh` hands to the login shell is quoted.
 */
export function sshCommand(host: string, command: readonly string[]): readonly string[] {
  const options = ['BatchMode=yes', 'ConnectTimeout=20', 'ServerAliveInterval=15', 'ServerAliveCountMax=3']
  return ['ssh', '-T', ...options.flatMap((option) => ['-o', option]), '--', host, quotedForShell(command)]
}

function runToEnd(open: () => ChildProcessWithoutNullStreams, input: string | Uint8Array = ''): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = open()
    const texts = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (text: string) => (texts[stream] += text))
    child.on('error', (error) => {
      resolve({ code: null, stdout: '', stderr: error.message })
    })
    child.on('close', (code) => {
      resolve({ code, ...texts })
    })
    // A program that ends before it has read all is found out by its end.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}
