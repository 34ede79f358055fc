import { EXIT } from '../../core/errors.ts'
import { chooseWorkspace, defaultWorkspaceFolder } from '../../lab/workspace/workspaceFolder.ts'
import type { LockHolder } from '../../lab/workspace/writeLock.ts'
import type { Serving } from '../../serve/serve.ts'
import { textOption } from '../command.ts'
import type { Command } from '../command.ts'
import type { Terminal } from '../terminal.ts'
import { integerOption } from '../integerOption.ts'
import { plainText } from '../plainText.ts'

const LARGEST_PORT = 65_535
const HOW_TO_OPEN = 'Open this address in a browser of this machine. Enter prints another one, Ctrl-C ends.\n'

/** `holdout serve`: the app in a browser of this machine. */
export const serve: Command = {
  name: 'serve',
  parameters: '',
  summary: 'show the app in a browser of this machine',
  positionals: [0, 0],
  options: {
    port: { type: 'string', value: 'N', help: 'the port to listen on; any free one unless given' },
    workspace: { type: 'string', value: 'DIR', help: 'where datasets, runs and settings are kept' },
    idle: { type: 'string', value: 'MINUTES', help: 'end after so long without an open page or a run under way' },
  },
  notes: [
    'Listens on this machine alone. The address printed is good for one visit; the tab and its copies are then remembered.',
    'For a page that was closed, press Enter: another address is printed.',
    'From another machine: ssh -L PORT:127.0.0.1:PORT HOST, and open the address there.',
  ],
  run: async (input, terminal) => {
    const port = integerOption(input, 'port', { least: 1, most: LARGEST_PORT })
    const minutes = integerOption(input, 'idle', { least: 1, most: 100_000 })
    // No other command needs sockets and a router: they start faster without.
    const { serve: startServing } = await import('../../serve/serve.ts')
    const serving = await startServing({
      workspace: chooseWorkspace(textOption(input, 'workspace')).folder ?? defaultWorkspaceFolder(),
      ...(port !== undefined && { port }),
      ...(minutes !== undefined && { idleMs: minutes * 60_000 }),
    })
    const { address, writer } = serving
    terminal.out(input.json ? `${JSON.stringify({ address, ...(writer && { writer }) })}\n` : `${address}\n`)
    if (!input.json) terminal.err(`${writer ? readOnlyLine(writer) : ''}${HOW_TO_OPEN}`)
    const stopOffering = offerAddresses(serving, terminal)
    const stopGuarding = guardProcess()
    await untilToldToGo(serving)
    stopOffering()
    stopGuarding()
    return EXIT.done
  },
}

function readOnlyLine({ program, pid, host }: LockHolder): string {
  const who = plainText(`${program} (process ${String(pid)} on ${host})`)
  return `Note: ${who} writes to this workspace. Until it ends, the app can only look.\n`
}

/** At a terminal, each Enter prints another address. */
function offerAddresses(serving: Serving, terminal: Terminal): () => void {
  const { stdin } = process
  if (!stdin.isTTY) return () => undefined
  const print = (): void => terminal.out(`${serving.newAddress()}\n`)
  stdin.on('data', print)
  return () => {
    stdin.off('data', print)
    stdin.pause()
  }
}

/** The last resort: whatever a request may do that nobody has thought of is logged, and ends neither the server nor its run. */
function guardProcess(): () => void {
  const log = (error: unknown): void => console.error('Unexpected failure; the server goes on:', error)
  process.on('uncaughtException', log)
  process.on('unhandledRejection', log)
  return () => {
    process.off('uncaughtException', log)
    process.off('unhandledRejection', log)
  }
}

/** Ctrl-C is how a server is ended, and no failure. */
async function untilToldToGo(serving: Serving): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const go = (): void => resolve(undefined)
  process.once('SIGINT', go)
  process.once('SIGTERM', go)
  if (process.send) process.once('disconnect', go)
  await Promise.race([promise, serving.idle])
  await serving.close()
}
