import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readEverything } from './readEverything.ts'
import { command } from './command.ts'
import type { CommandOptions } from './command.ts'
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
  { name: 'import', program: IMPORT, args: (workspace, { csv }) => [workspace, csv] },
  { name: 'extend', args: (workspace, { run }) => ['runs', 'extend', run, '--repeats', '2', '--workspace', workspace] },
  { name: 'gc', args: (workspace) => ['runs', 'gc', '--yes', '--days', '0', '--workspace', workspace] },
  {
    name: 'recover',
    args: (workspace) => ['runs', 'recover', '--yes', '--workspace', workspace],
    prepare: (workspace) => writeFile(join(workspace, 'holdout.sqlite'), ''),
  },
  {
    name: 'report',
    args: (workspace, _, out) => ['report', 'latest', '--out', join(out, 'r.html'), '--workspace', workspace],
  },
]

/**
 * Kills commands with all their processes at moments spread over their lives. What was there before is there afterwards, the same
 * command then comes to its end, and a run that was under way can be resumed.
 */
export async function killCommands(victim: Victim, folder: string, times: number): Promise<Tally> {
  const tally = new Tally(`${String(times)} kills over ${OPERATIONS.map(({ name }) => name).join(', ')}, resume`)
  const lives = new Map<string, number>()
  for (let time = 0; time < times; time += 1) {
    const operation = OPERATIONS[time % OPERATIONS.length]
    const own = join(folder, `kill-${String(time)}`)
    const workspace = join(own, 'workspace')
    await mkdir(own, { recursive: true })
    await cp(victim.workspace, workspace, { recursive: true })
    await operation.prepare?.(workspace)
    const args = operation.args(workspace, victim, own)
    const options: CommandOptions = operation.program === undefined ? {} : { program: operation.program }
    const known = lives.get(operation.name)
    // The first of each kind lives, and says how long a life is.
    const killAfterMs = known === undefined ? undefined : spread(time) * known * 1.05
    const ended = await command(args, { ...options, ...(killAfterMs !== undefined && { killAfterMs }) })
    if (known === undefined) lives.set(operation.name, ended.ms)
    await judge(tally, `${operation.name} after ${String(killAfterMs?.toFixed(0))} ms`, {
      workspace,
      args,
      options,
      victim,
    })
    await rm(own, { recursive: true, force: true })
  }
  return tally
}

interface Case {
  readonly workspace: string
  readonly args: readonly string[]
  readonly options: CommandOptions
  readonly victim: Victim
}

async function judge(tally: Tally, what: string, { workspace, args, options, victim }: Case): Promise<void> {
  const before = await command(['runs', 'list', '--json', '--workspace', victim.workspace])
  const again = await command(args.includes('report') ? [...args, '--force'] : args, options)
  if (again.isHung || again.code !== 0) {
    tally.add(again.isHung ? 'hang' : again.code === 1 ? 'bug' : 'lost', `${what}, again: ${again.stderr}`)
    return
  }
  const after = await command(['runs', 'list', '--json', '--workspace', workspace])
  const lost = idsIn(before.stdout).filter((id) => !idsIn(after.stdout).includes(id))
  const unresumed = await resumeAll(unfinishedIn(after.stdout), workspace)
  const read = await tally.attempt(`${what}, read`, () => readEverything(workspace))
  if (lost.length > 0 || unresumed !== undefined) tally.add('lost', `${what}: ${lost.join(', ')} ${unresumed ?? ''}`)
  else if (read !== undefined) tally.add('fine', what)
}

/** Resumes runs; the words of the first that cannot be. */
async function resumeAll(runs: readonly string[], workspace: string): Promise<string | undefined> {
  for (const id of runs) {
    const { code, stderr } = await command(['run', '--resume', id, '--workspace', workspace])
    if (code !== 0) return stderr
  }
  return undefined
}

interface Listed {
  readonly runs: readonly { readonly id: string; readonly status: string }[]
}

function idsIn(json: string): string[] {
  return (JSON.parse(json) as Listed).runs.map(({ id }) => id)
}

function unfinishedIn(json: string): string[] {
  return (JSON.parse(json) as Listed).runs.filter(({ status }) => status !== 'finished').map(({ id }) => id)
}
