import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { JsonFile } from '../../src/lab/files/jsonFile.ts'
import { command } from './command.ts'
import { readEverything } from './readEverything.ts'
import { resultsIn } from './resultsIn.ts'
import { spread } from './spread.ts'
import { Tally } from './tally.ts'
import type { Victim } from './victim.ts'

const DATABASE = 'holdout.sqlite'
const IMPORT = fileURLToPath(new URL('./importChild.ts', import.meta.url))

/**
 * One bit of a stored file is another: what can then be read is what it was, or the damage is named. What can be made again is made
 * again, and is then what it was: the database by recovery, tables and datasets from the CSV, fits under way from their beginning.
 */
export async function flipBits(victim: Victim, folder: string, times: number): Promise<Tally> {
  const tally = new Tally(`${String(times)} bit flips over all stored files`)
  const copy = join(folder, 'flipped')
  const whole = await wholeOf(victim, copy)
  const files = await filesOf(victim.workspace)
  for (let time = 0; time < times; time += 1) {
    // Half of them go to the database, where all numbers are.
    const name = time % 2 === 0 ? DATABASE : files[((time - 1) / 2) % files.length]
    await cp(victim.workspace, copy, { recursive: true })
    const what = `${name} at ${await flip(join(copy, name), spread(time, 1))}`
    await judge(tally, what, { name, copy, victim, whole })
    await rm(copy, { recursive: true, force: true })
  }
  return tally
}

/** What an undisturbed copy says; of a copy, since answers name where files lie. */
interface Whole {
  readonly everything: string
  readonly runs: Awaited<ReturnType<typeof resultsIn>>
  /** The stopped run after it was resumed. */
  readonly resumed: string | undefined
}

interface Flipped {
  readonly name: string
  readonly copy: string
  readonly victim: Victim
  readonly whole: Whole
}

async function wholeOf({ workspace, stopped }: Victim, copy: string): Promise<Whole> {
  await cp(workspace, copy, { recursive: true })
  try {
    const [everything, runs] = [await readEverything(copy), await resultsIn(copy)]
    await command(['run', '--resume', stopped, '--workspace', copy])
    return { everything, runs, resumed: await resultOf(copy, stopped) }
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

async function resultOf(folder: string, run: string): Promise<string | undefined> {
  return (await resultsIn(folder)).find(({ id, status }) => id === run && status === 'finished')?.results
}

async function judge(tally: Tally, what: string, flipped: Flipped): Promise<void> {
  const { name, copy, whole, victim } = flipped
  if (name.endsWith('.checkpoint')) return judgeResumed(tally, what, flipped)
  if (name === 'draft.json') {
    const draft = await new JsonFile(join(copy, name), (data) => data ?? 'nothing').load()
    const isAside = (await readdir(copy)).includes('draft.json.damaged')
    tally.add(draft === 'a draft' ? 'fine' : draft === 'nothing' && isAside ? 'named' : 'different', what)
    return
  }
  const before = tally.named
  const found = await tally.attempt(what, () => readEverything(copy))
  // A damaged backup is said to be damaged.
  if (found !== undefined)
    tally.add(found === whole.everything ? 'fine' : name.startsWith('backups') ? 'named' : 'different', what)
  if (tally.named > before) await judgeRepaired(tally, what, { name, copy, whole, victim })
}

/** Fits whose checkpoint is damaged begin anew, and that is said; a flip in an unused part changes nothing. */
async function judgeResumed(tally: Tally, what: string, { copy, victim, whole }: Flipped): Promise<void> {
  const { code, stderr, isHung } = await command(['run', '--resume', victim.stopped, '--workspace', copy])
  const isSame = code === 0 && (await resultOf(copy, victim.stopped)) === whole.resumed
  const isNamed = stderr.includes('checkpoint was damaged')
  const ending = isHung ? 'hang' : !isSame ? 'different' : isNamed ? 'named' : 'fine'
  tally.add(ending, `${what}: ${String(code)} ${stderr}`)
}

/** After what the hint of the error says, everything is what it was. */
async function judgeRepaired(tally: Tally, what: string, { name, copy, victim, whole }: Flipped): Promise<void> {
  const fix = repairOf(name, copy, victim)
  if (fix === undefined) return
  const { code, stderr } = await command(fix.args, fix.options)
  const runs = await resultsIn(copy).catch(() => [])
  const isWhole = code === 0 && whole.runs.every((run) => runs.some((now) => isDeepStrictEqual(now, run)))
  const isReadable = await readEverything(copy).then(
    () => true,
    () => false,
  )
  if (!isWhole || !isReadable) tally.add('lost', `${what}, fixed: ${String(code)} ${stderr}`)
}

/** The command that makes a damaged file again; `undefined` where it cannot be made again. */
function repairOf(
  name: string,
  workspace: string,
  { experiment, csv }: Victim,
): { args: readonly string[]; options?: { program: string } } | undefined {
  if (name === DATABASE) return { args: ['runs', 'recover', '--yes', '--workspace', workspace] }
  if (name.startsWith('tables')) return { args: ['run', experiment, '--workspace', workspace] }
  if (name.startsWith('datasets')) return { args: [workspace, csv], options: { program: IMPORT } }
  return undefined
}

async function filesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  const found = await Promise.all(names.map(async (name) => ({ name, at: await stat(join(folder, name)) })))
  const isOpen = (name: string) => name.startsWith('pen') || name === DATABASE
  return found.flatMap(({ name, at }) => (at.isFile() && at.size > 0 && !isOpen(name) ? [name] : [])).sort()
}

async function flip(path: string, share: number): Promise<string> {
  const bytes = await readFile(path)
  const bit = Math.floor(share * bytes.length * 8)
  bytes[bit >> 3] ^= 1 << (bit & 7)
  await writeFile(path, bytes)
  return `bit ${String(bit)}`
}
