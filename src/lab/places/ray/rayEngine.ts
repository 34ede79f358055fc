import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldoutError } from '../../../core/errors.ts'
import { SHARD_EXIT } from '../../../core/shards/shardMessage.ts'
import type { Engine, Submission } from '../engine.ts'
import type { Place } from '../place.ts'
import { reasonIn, sendFiles } from '../placeFiles.ts'
import type { OpenPlace } from '../placeFiles.ts'
import type { ProgramEnd } from '../placeShell.ts'

/** Programs that run on the place, in its Python. */
const PROGRAMS = ['control.py', 'work.py', 'connect.py', 'part.py'] as const
const FOLDER = 'engines/ray'

/** Lines that a reason of Ray may take. */
export const RAY_LINES = 3

/**
 * Ray, by a driver of our own on the place: no Python and no Ray is needed here, and a connection that is lost ends nothing. What
 * the place answers are numbers and words, which are never executed.
 */
export class RayEngine implements Engine {
  readonly #open: OpenPlace
  #sent: Promise<void> | undefined

  constructor(open: OpenPlace) {
    this.#open = open
  }

  async submit(submission: Submission): Promise<string> {
    const { place, program } = this.#open
    const { shards, after, exclude, table, readsOthers } = submission
    const { done, failed, refused, stopped } = SHARD_EXIT
    const request = {
      cluster: clusterOf(place),
      submission: {
        ...{ shards, after, exclude, table, readsOthers, command: program('main'), atMost: place.atMost },
        ...{ memory: bytesOf(place.memory), ends: [done, failed, refused, stopped], stopped },
      },
    }
    const { code, stdout, stderr } = await this.ask(['submit', submission.runFolder], request)
    const id = stdout.trim()
    if (code === 0 && /^\d+$/.test(id)) return id
    throw new HoldoutError('training/place-refused', `Ray did not take the run: ${reasonIn(stderr, RAY_LINES)}`, {
      hint: `See "holdout places check ${place.name}".`,
    })
  }

  async look(run: string): Promise<readonly number[] | undefined> {
    const { code, stdout } = await this.ask(['look', this.#folderOf(run)])
    return code === 0 && /^[\d\s]*$/.test(stdout) ? (stdout.match(/\d+/g) ?? []).map(Number) : undefined
  }

  async stop(run: string): Promise<void> {
    await this.ask(['stop', this.#folderOf(run)])
  }

  async kill(run: string): Promise<void> {
    await this.ask(['kill', this.#folderOf(run)])
  }

  /** Runs a verb of `control.py` on the place. */
  async ask(verb: readonly string[], request?: unknown): Promise<ProgramEnd> {
    const { place, shell, folder } = this.#open
    await (this.#sent ??= this.#send())
    const control = join(folder, FOLDER, 'control.py')
    const input = request === undefined ? '' : JSON.stringify(request)
    return shell.run([place.python ?? 'python3', control, ...verb], input)
  }

  async #send(): Promise<void> {
    const files = PROGRAMS.map(async (path) => ({ path, bytes: await readFile(new URL(path, import.meta.url)) }))
    await sendFiles(this.#open, join(this.#open.folder, FOLDER), await Promise.all(files))
  }

  #folderOf(run: string): string {
    return join(this.#open.folder, 'runs', run)
  }
}

/** What `connect.py` must know of a place. */
export function clusterOf({ address, tokenFile, atMost }: Place) {
  return { address, tokenFile, atMost }
}

/** Sizes as Slurm writes them: megabytes unless a letter follows. */
function bytesOf(memory: string | undefined): number | undefined {
  const [, amount, unit = 'M'] = /^(\d+)([KMGT])?$/i.exec(memory ?? '') ?? []
  return amount === undefined ? undefined : Number(amount) * 1024 ** (1 + 'KMGT'.indexOf(unit.toUpperCase()))
}
