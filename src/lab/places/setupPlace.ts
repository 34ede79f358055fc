import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { HoldoutError } from '../../core/errors.ts'
import { stampOf } from '../../core/shards/shardMessage.ts'
import { holdoutVersion } from '../experiments/describeEnvironment.ts'
import type { Place } from './place.ts'
import { buildProgram, reasonIn, reachPlace } from './placeFiles.ts'
import type { ReachedPlace } from './placeFiles.ts'

/** The list of all files of a tree with their SHA-256, as `sha256sum --check` reads it. */
export const SUMS_FILE = 'SHA256SUMS'

/** What a set-up has done. */
export interface PlaceSetup {
  /** The place as it is to be remembered: it trains by the copy. */
  readonly place: Place
  readonly folder: string
  /** Whether the copy had to be sent. */
  readonly isSent: boolean
}

/**
 * Copies a packaged tree of Holdout into the place's folder, unless it lies there whole. The place needs a shell, `tar` and
 * `sha256sum` for it. A copy gets its name when every file has its SHA-256, so half a copy is never used.
 * @param tree a folder with {@link SUMS_FILE}
 * @throws HoldoutError `training/place-gone`, `training/place-files`, `training/place-program`
 */
export async function setupPlace(place: Place, tree: string): Promise<PlaceSetup> {
  const reached = await reachPlace(place)
  const sums = await readFile(join(tree, SUMS_FILE))
  const sum = createHash('sha256').update(sums).digest('hex')
  const build = `${holdoutVersion()}-${sum.slice(0, 12)}`
  const folder = join(reached.folder, 'builds', build)
  const isThere = await isWhole(reached, folder, sum)
  if (!isThere) await send(reached, tree, folder, sum)
  await requireStamp(reached, build)
  const { node: _, program: __, ...rest } = place
  return { place: { ...rest, build }, folder, isSent: !isThere }
}

/** Whether a folder of the place has the list with this hash, and every file that it names. */
async function isWhole({ shell }: ReachedPlace, folder: string, sum: string): Promise<boolean> {
  const look = `cd -- "$1" && printf '%s  %s\\n' "$2" ${SUMS_FILE} | sha256sum --check --status && sha256sum --check --status ${SUMS_FILE}`
  return (await shell.run(['sh', '-c', look, 'sh', folder, sum])).code === 0
}

async function send(reached: ReachedPlace, tree: string, folder: string, sum: string): Promise<void> {
  const { shell, place } = reached
  const partial = `${folder}.partial-${randomUUID()}`
  try {
    const words = await copy(reached, tree, partial)
    if (!(await isWhole(reached, partial, sum))) throw notCopied(place, folder, words || 'files arrived damaged')
    const name = 'rm -rf -- "$2" && mv -- "$1" "$2"'
    const { code, stderr } = await shell.run(['sh', '-c', name, 'sh', partial, folder])
    if (code !== 0) throw notCopied(place, folder, stderr)
  } finally {
    await shell.run(['rm', '-rf', '--', partial])
  }
}

/** Resolves to what the place said. */
async function copy({ shell }: ReachedPlace, tree: string, to: string): Promise<string> {
  const unpack = 'umask 077 && mkdir -p -- "$1" && exec tar --extract --no-same-owner --directory "$1" --file -'
  const there = shell.open(['sh', '-c', unpack, 'sh', to])
  const pack = spawn('tar', ['--create', '--directory', tree, '--file', '-', '.'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let words = ''
  there.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2000)))
  there.stdout.resume()
  const ended = new Promise<void>((resolve) => {
    there.on('error', (error) => {
      words += error.message
      resolve()
    })
    there.on('close', () => {
      resolve()
    })
  })
  // What has arrived is found out by its sums.
  await pipeline(pack.stdout, there.stdin).catch((error: unknown) => (words ||= String(error)))
  await ended
  return words
}

/** The copy must start there, and be the program that submits. */
async function requireStamp({ shell, folder, place }: ReachedPlace, build: string): Promise<void> {
  const { code, stdout, stderr } = await shell.run(buildProgram(folder, build, 'stamp'))
  const [expected, found] = [stampOf(holdoutVersion()), stdout.trim()]
  if (code === 0 && found === expected) return
  const reason = code === 0 ? `it is ${found}, and this program is ${expected}` : reasonIn(stderr)
  throw new HoldoutError('training/place-program', `The copy of Holdout on ${place.name} does not start: ${reason}`, {
    hint: 'The copy needs Linux on x64 with glibc 2.28 or later. Copy the package of the same version: places setup NAME --from DIR',
  })
}

function notCopied({ name }: Place, path: string, reason: string): HoldoutError {
  return new HoldoutError('training/place-files', `Holdout could not be copied to ${name}: ${reasonIn(reason)}`, {
    path,
    hint: 'Look whether the disk of the place has 1.3 GB, and whether tar and sha256sum are there.',
  })
}
