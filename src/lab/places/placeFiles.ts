import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { HoldoutError } from '../../core/errors.ts'
import { framed } from '../../core/shards/frames.ts'
import type { SentFile } from '../../core/shards/sentFile.ts'
import { errorLines } from '../trainers/errorLines.ts'
import type { Place } from './place.ts'
import { placeShell } from './placeShell.ts'
import type { PlaceShell } from './placeShell.ts'

/** A place that answers. */
export interface ReachedPlace {
  readonly place: Place
  readonly shell: PlaceShell
  /** The place's folder, absolute. */
  readonly folder: string
}

/** `main` trains a shard, `receive` and `follow` move files, `stamp` says which program it is. */
export type PlaceProgram = 'main' | 'receive' | 'follow' | 'stamp'

/** A place that answers and has Holdout. */
export interface OpenPlace extends ReachedPlace {
  /** Starts a program of the place. */
  readonly program: (name: PlaceProgram) => readonly string[]
}

/** Reaches a place, whether Holdout is there or not. @throws HoldoutError `training/place-gone` where it does not answer */
export async function reachPlace(place: Place): Promise<ReachedPlace> {
  const shell = placeShell(place.host)
  const { code, stdout, stderr } = await shell.run(['sh', '-c', 'cd && pwd'])
  const home = stdout.trimEnd()
  if (code !== 0 || !home.startsWith('/')) throw placeGone(place, stderr)
  return { place, shell, folder: place.folder.startsWith('/') ? place.folder : `${home}/${place.folder}` }
}

/** Opens a place. @throws HoldoutError `training/place-gone`, and `training/place-program` where Holdout is not on it */
export async function openPlace(place: Place): Promise<OpenPlace> {
  requireNode(place)
  const reached = await reachPlace(place)
  const { host, build, node = process.execPath, program = CHECKOUT } = place
  if (build !== undefined) return { ...reached, program: (name) => buildProgram(reached.folder, build, name) }
  if (host !== undefined && (place.node === undefined || place.program === undefined))
    throw new HoldoutError('training/place-program', `Holdout is not on ${place.name} yet.`, {
      hint: `Copy it there: holdout places setup ${place.name}`,
    })
  return { ...reached, program: (name) => [node, join(program, SOURCES, 'trainer', 'shards', `${name}${ENDING}`)] }
}

/** A program of the copy that set-up made. */
export function buildProgram(folder: string, build: string, name: PlaceProgram): readonly string[] {
  const tree = join(folder, 'builds', build)
  return [join(tree, 'bin', 'node'), join(tree, 'app', 'out', 'trainer', 'shards', `${name}.js`)]
}

/** The app's window is Electron's program, which cannot stand in for Node. @throws HoldoutError `training/place-not-here` */
function requireNode({ name, host, node, build }: Place): void {
  if (host !== undefined || node !== undefined || build !== undefined || process.versions['electron'] === undefined)
    return
  throw new HoldoutError('training/place-not-here', `For ${name} this window needs to know where Node is.`, {
    hint: `Copy Holdout there: holdout places setup ${name}`,
  })
}

/** Programs end as this one does: `.ts` in a checkout, `.js` where it was built. */
const ENDING = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url))
/** `src` in a checkout, `out` where it was built. */
const SOURCES = import.meta.url.split('/').at(-4) ?? 'src'

/** Sends files into a folder of the place. @throws HoldoutError `training/place-files` */
export async function sendFiles(
  { place, shell, program }: OpenPlace,
  folder: string,
  files: readonly SentFile[],
): Promise<void> {
  const records = files.map((file) => framed(serialize(file), crc32))
  const { code, stdout, stderr } = await shell.run([...program('receive'), folder], Buffer.concat(records))
  if (code === 0 && stdout.trim() === String(files.length)) return
  throw new HoldoutError('training/place-files', `Files could not be written on ${place.name}: ${reasonIn(stderr)}`, {
    path: folder,
    hint: 'Look whether the disk of the place is full, and whether its folder can be written to.',
  })
}

/** Sends a table where the place does not have it whole. */
export async function sendTable(open: OpenPlace, path: string, sha256: string): Promise<void> {
  const there = join(open.folder, 'tables', sha256)
  const { stdout } = await open.shell.run(['sha256sum', '--', there])
  // A name with odd characters is preceded by a backslash.
  if (stdout.replace(/^\\/, '').startsWith(sha256)) return
  await sendFiles(open, join(open.folder, 'tables'), [{ path: sha256, bytes: await readFile(path) }])
}

/** That a place does not answer. */
export function placeGone({ name, host }: Place, reason: string): HoldoutError {
  const where = host === undefined ? '' : ` (${host})`
  const said = reasonIn(reason)
  return new HoldoutError(
    'training/place-gone',
    `The place ${name}${where} does not answer${said === '' ? '' : `: ${said}`}`,
    {
      hint:
        host === undefined
          ? 'Look whether its folder is there.'
          : `Try "ssh ${host} true": it must work without a question for a password.`,
    },
  )
}

/** Why a program failed, from what it wrote: the line that names the error, or else the last few lines in one. */
export function reasonIn(text: string, atMostLines = 1): string {
  const lines = text.trim().split('\n')
  const reason = errorLines(lines).at(-1) ?? lines.slice(-atMostLines).join(' ')
  return reason.trim().slice(-1000)
}
