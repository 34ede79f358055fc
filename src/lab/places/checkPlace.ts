import { HoldoutError, toErrorData } from '../../core/errors.ts'
import { stampOf } from '../../core/shards/shardMessage.ts'
import { holdoutVersion } from '../experiments/describeEnvironment.ts'
import { ENGINE_KINDS } from './engineKinds.ts'
import type { Place } from './place.ts'
import type { PlaceFact } from './placeFact.ts'
import { reasonIn, openPlace, reachPlace, sendFiles } from './placeFiles.ts'
import type { OpenPlace } from './placeFiles.ts'

/** Looks whether a place can train runs. Never rejects. */
export async function checkPlace(place: Place): Promise<readonly PlaceFact[]> {
  let open: OpenPlace
  try {
    open = await openPlace(place)
  } catch (error) {
    return [missing(toErrorData(error).code === 'training/place-program' ? 'program' : 'connection', error)]
  }
  const where = place.host === undefined ? 'this machine' : place.host
  const [engine, ...facts] = await Promise.all([checkEngine(open), checkFolder(open), checkProgram(open)])
  return [{ what: 'connection', isFine: true, found: where }, ...engine, ...facts]
}

async function checkEngine(open: OpenPlace): Promise<readonly PlaceFact[]> {
  try {
    return await ENGINE_KINDS[open.place.engine].check(open)
  } catch (error) {
    return [missing('engine', error)]
  }
}

async function checkFolder(open: OpenPlace): Promise<PlaceFact> {
  const found = open.folder
  try {
    await sendFiles(open, open.folder, [{ path: 'check', bytes: Uint8Array.of(1) }])
    return { what: 'folder', isFine: true, found }
  } catch (error) {
    return missing('folder', error)
  }
}

function missing(what: PlaceFact['what'], error: unknown): PlaceFact {
  const { message, hint } = toErrorData(error)
  return { what, isFine: false, found: message, ...(hint !== undefined && { hint }) }
}

async function checkProgram({ shell, program, place }: OpenPlace): Promise<PlaceFact> {
  const { code, stdout, stderr } = await shell.run(program('stamp'))
  const [expected, found] = [stampOf(holdoutVersion()), stdout.trim()]
  if (code === 0 && found === expected) return { what: 'program', isFine: true, found }
  return {
    what: 'program',
    isFine: false,
    found: code === 0 ? `${found}, and this program is ${expected}` : `it does not start: ${reasonIn(stderr)}`,
    hint: `Copy this version there: holdout places setup ${place.name}`,
  }
}

/** Removes runs, tables and old copies of Holdout from a place. @throws HoldoutError `training/place-files` */
export async function cleanPlace(place: Place): Promise<string> {
  const { shell, folder } = await reachPlace(place)
  const remove = `cd -- "$1" && rm -rf runs tables engines check && [ ! -d builds ] || find builds -mindepth 1 -maxdepth 1 ! -name "$2" -exec rm -rf {} +`
  const { code, stderr } = await shell.run(['sh', '-c', remove, 'sh', folder, place.build ?? ''])
  if (code === 0) return folder
  throw new HoldoutError('training/place-files', `The folder on ${place.name} could not be emptied: ${stderr.trim()}`, {
    path: folder,
  })
}
