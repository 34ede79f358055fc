import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { command } from './command.ts'
import type { CommandOptions } from './command.ts'
import { killSetup } from './killSetup.ts'
import { readEverything } from './readEverything.ts'
import { resultsIn } from './resultsIn.ts'
import type { FoundRun } from './resultsIn.ts'
import { spread } from './spread.ts'
import { Tally } from './tally.ts'
import type { Victim } from './victim.ts'

/** What is killed: arguments for a copy of the workspace, made ready before. */
interface Operation {
  readonly name: string
  readonly args: (workspace: string, victim: Victim, out: string) => readonly string[]
  readonly program?: string
  readonly prepare?: (workspace: string) => Promise<void>
}

const IMPORT = fileURLToPath(new URL('./importChild.ts', import.meta.url))

const OPERATIONS: readonly Operation[] = [
  { name: 'run', args: (workspace, { experiment }) => ['run', experiment, '--workspace', workspace] },
  { name: 'import', program: IMPORT, args: (workspace, { csv }) => [workspace, csv, 'otherwise'] },
  { name: 'extend', args: (workspace, { run }) => ['runs', 'extend', run, '--repeats', '2', '--workspace', workspace] },
  { name: 'resume', args: (workspace, { stopped }) => ['run', '--resume', stopped, '--workspace', workspace] },
  { name: 'gc', args: (workspace) => ['runs', 'gc', '--yes', '--days', '0', '--workspace', workspace] },
  {
    name: 'recover',
    args: (workspace) => ['runs', 'recover', '--yes', '--workspace', workspace],
    prepare: (workspace) => writeFile(join(workspace, 'holdout.sqlite'), ''),
  },
  {
    name: 'report',
    args: (workspace, { run }, out) => [
      'report',
      run,
      '--out',
      join(out, 'r.html'),
      '--workspace',
      workspace,
      '--force',
    ],
  },
]

/**
 * Kills commands with all their processes at moments spread over their lives. The same command then comes to its end, unfinished runs
 * are resumed, and the workspace holds what it holds when nothing is killed, to the last bit.
 */
export async function killCommands(victim: Victim, folder: string, times: number): Promise<Tally> {
  const names = [...OPERATIONS.map(({ name }) => name), 'set-up']
  const tally = new Tally(`${String(times)} kills over ${names.join(', ')}`)
  const undisturbed = new Map<string, Undisturbed>()
  for (let time = 0; time < times; time += 1) {
    const index = time % names.length
    if (index === OPERATIONS.length) {
      await killSetup(tally, spread(time))
      continue
    }
    const operation = OPERATIONS[index]
    const known = undisturbed.get(operation.name) ?? (await live(operation, victim, folder))
    undisturbed.set(operation.name, known)
    const killAfterMs = spread(time) * known.ms * 1.05
    const what = `${operation.name} killed after ${killAfterMs.toFixed(0)} ms`
    await withCopy(operation, victim, folder, async (args, options, workspace) => {
      await command(args, { ...options, killAfterMs })
      const found = await tally.attempt(what, () => afterwards(args, options, workspace))
      if (found !== undefined) judge(tally, what, found, known, victim)
    })
  }
  return tally
}

/** What a command leaves that nobody kills, and how long it takes. */
interface Undisturbed {
  readonly ms: number
  readonly runs: readonly FoundRun[]
}

async function live(operation: Operation, victim: Victim, folder: string): Promise<Undisturbed> {
  return withCopy(operation, victim, folder, async (args, options, workspace) => {
    const { ms, code, stderr } = await command(args, options)
    if (code !== 0) throw new Error(`${operation.name} fails without a kill: ${stderr}`)
    const { runs } = await afterwards([], options, workspace)
    return { ms, runs }
  })
}

type Work<T> = (args: readonly string[], options: CommandOptions, workspace: string) => Promise<T>

async function withCopy<T>(operation: Operation, victim: Victim, folder: string, work: Work<T>): Promise<T> {
  const own = join(folder, 'killed')
  const workspace = join(own, 'workspace')
  try {
    await mkdir(own, { recursive: true })
    await cp(victim.workspace, workspace, { recursive: true })
    await operation.prepare?.(workspace)
    const options: CommandOptions = operation.program === undefined ? {} : { program: operation.program }
    return await work(operation.args(workspace, victim, own), options, workspace)
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

/** What can be read in the end; `failure`: why a command did not succeed after the kill. */
interface Afterwards {
  readonly runs: readonly FoundRun[]
  readonly failure?: Awaited<ReturnType<typeof command>>
}

/** Gives the command again, resumes what was interrupted, and reads everything. */
async function afterwards(args: readonly string[], options: CommandOptions, workspace: string): Promise<Afterwards> {
  const again = args.length === 0 ? undefined : await command(args, options)
  if (again && again.code !== 0 && !isDoneAlready(again.stderr)) return { runs: [], failure: again }
  for (const { id, status, isDeleted } of await resultsIn(workspace)) {
    if (status === 'finished' || status === 'stopped' || isDeleted) continue
    const resumed = await command(['run', '--resume', id, '--workspace', workspace])
    if (resumed.code !== 0) return { runs: [], failure: resumed }
  }
  await readEverything(workspace)
  return { runs: await resultsIn(workspace) }
}

/** A run that had come to its end before it was killed cannot be resumed. */
function isDoneAlready(stderr: string): boolean {
  return stderr.includes('(usage/run-finished)')
}

function judge(tally: Tally, what: string, found: Afterwards, known: Undisturbed, victim: Victim): void {
  const { runs, failure } = found
  if (failure) {
    const ending = failure.isHung ? 'hang' : failure.code === 1 ? 'bug' : 'lost'
    tally.add(ending, `${what}: ${String(failure.code)} ${failure.stdout}${failure.stderr}`)
    return
  }
  const results = (list: readonly FoundRun[]) => [...new Set(list.map((run) => run.results))].sort().join()
  const isKept = runs.some(({ id }) => id === victim.run) && runs.some(({ id }) => id === victim.stopped)
  if (!isKept) tally.add('lost', `${what}: ${runs.map(({ id }) => id).join()}`)
  else tally.add(results(runs) === results(known.runs) ? 'fine' : 'different', what)
}
