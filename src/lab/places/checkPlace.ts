import { join } from 'node:path'
import { HoldoutError, toErrorData } from '../../core/errors.ts'
import { stampOf } from '../../core/shards/shardMessage.ts'
import { holdoutVersion } from '../experiments/describeEnvironment.ts'
import type { Place } from './place.ts'
import { lastLine, openPlace, sendFiles } from './placeFiles.ts'
import type { OpenPlace } from './placeFiles.ts'

/** One thing that a place must have. */
export interface PlaceFact {
  readonly what: 'connection' | 'engine' | 'folder' | 'program' | 'nodes'
  readonly isFine: boolean
  /** What was found. */
  readonly found: string
  /** What to do where it is not fine. */
  readonly hint?: string
}

/** Looks whether a place can train runs. Never rejects. */
export async function checkPlace(place: Place): Promise<readonly PlaceFact[]> {
  let open: OpenPlace
  try {
    open = await openPlace(place)
  } catch (error) {
    const { message, hint } = toErrorData(error)
    return [{ what: 'connection', isFine: false, found: message, ...(hint !== undefined && { hint }) }]
  }
  const where = place.host === undefined ? 'this machine' : place.host
  const facts = await Promise.all([checkEngine(open), checkNodes(open), checkFolder(open), checkProgram(open)])
  return [{ what: 'connection', isFine: true, found: where }, ...facts]
}

async function checkEngine({ shell }: OpenPlace): Promise<PlaceFact> {
  const there = await shell.run(['sh', '-c', 'command -v sbatch'])
  if (there.code === 0) {
    const { stdout, stderr } = await shell.run(['sbatch', '--version'])
    return { what: 'engine', isFine: true, found: stdout.trim() || lastLine(stderr) }
  }
  const hint = 'Install the commands of Slurm, or name a host that has them: holdout places add NAME HOST'
  return { what: 'engine', isFine: false, found: 'the command sbatch is not there', hint }
}

async function checkNodes({ shell, place: { partition } }: OpenPlace): Promise<PlaceFact> {
  const wanted = partition === undefined ? [] : ['-p', partition]
  const { code, stdout } = await shell.run(['sinfo', '-h', ...wanted, '-o', '%C'])
  const counts = stdout.split('\n').flatMap((line) => {
    const [, allocated, idle] = /^(\d+)\/(\d+)\/\d+\/\d+$/.exec(line.trim()) ?? []
    return idle === undefined ? [] : [{ allocated: Number(allocated), idle: Number(idle) }]
  })
  const [idle, allocated] = (['idle', 'allocated'] as const).map((name) =>
    counts.reduce((sum, one) => sum + one[name], 0),
  )
  const found = `${String(idle)} cores are free, ${String(allocated)} in use`
  if (code === 0 && idle + allocated > 0) return { what: 'nodes', isFine: true, found }
  return {
    what: 'nodes',
    isFine: false,
    found: 'Slurm does not answer or has no nodes',
    hint: 'See "sinfo" on the place.',
  }
}

async function checkFolder(open: OpenPlace): Promise<PlaceFact> {
  const found = open.folder
  try {
    await sendFiles(open, open.folder, [{ path: 'check', bytes: Uint8Array.of(1) }])
    return { what: 'folder', isFine: true, found }
  } catch (error) {
    const { message, hint = '' } = toErrorData(error)
    return { what: 'folder', isFine: false, found: message, hint }
  }
}

async function checkProgram({ shell, program, place }: OpenPlace): Promise<PlaceFact> {
  const { code, stdout, stderr } = await shell.run(program('stamp'))
  const [expected, found] = [stampOf(holdoutVersion()), stdout.trim()]
  if (code === 0 && found === expected) return { what: 'program', isFine: true, found }
  return {
    what: 'program',
    isFine: false,
    found: code === 0 ? `${found}, and this program is ${expected}` : `it does not start: ${lastLine(stderr)}`,
    hint: `Use the same version of Holdout on ${place.name}.`,
  }
}

/** Removes what runs, tables and programs left on a place. @throws HoldoutError `training/place-files` */
export async function cleanPlace(place: Place): Promise<string> {
  const { shell, folder } = await openPlace(place)
  const { code, stderr } = await shell.run([
    'rm',
    '-rf',
    '--',
    ...['runs', 'tables', 'check'].map((name) => join(folder, name)),
  ])
  if (code === 0) return folder
  throw new HoldoutError('training/place-files', `The folder on ${place.name} could not be emptied: ${stderr.trim()}`, {
    path: folder,
  })
}
