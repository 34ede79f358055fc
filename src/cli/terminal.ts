import { createInterface } from 'node:readline/promises'

/** What commands write to: stdout for results, stderr for everything else. */
export interface Terminal {
  /** Writes a result. */
  out(text: string): void
  /** Writes a line beside results: progress, notices, names of files. */
  err(text: string): void
  /** Whether stderr is a terminal whose lines can be drawn again. */
  readonly isInteractive: boolean
  /** Whether stderr may be coloured. */
  readonly hasColor: boolean
  /** Characters in a line of stderr. */
  readonly columns: () => number
  /** Asks a yes-or-no question; absent where nobody can answer. */
  readonly ask?: (question: string) => Promise<boolean>
}

/** The terminal of this process. A reader of stdout that goes away (`| head`) ends the output, not the program. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe)
  const isInteractive = stderr.isTTY && env['TERM'] !== 'dumb'
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    isInteractive,
    hasColor: isInteractive && (env['NO_COLOR'] ?? '') === '',
    columns: () => stderr.columns || 80,
    ...(process.stdin.isTTY && stderr.isTTY && { ask }),
  }
}

async function ask(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await lines.question(question)).trim())
  } finally {
    lines.close()
  }
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

/** Ends the process with `code` once stdout and stderr have taken everything. */
export async function leave(code: number): Promise<never> {
  await Promise.all([drained(process.stdout), drained(process.stderr)])
  process.exit(code)
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded || stream.errored) {
      resolve()
      return
    }
    stream.once('error', () => resolve())
    stream.write('', () => resolve())
  })
}
