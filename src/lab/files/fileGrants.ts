import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join, resolve, sep } from 'node:path'
import type { FileHandle } from '../../contract/identifiers.ts'
import { HoldoutError } from '../../core/errors.ts'
import { fileError } from '../datasets/source/fileError.ts'

/**
 * The files that the page may name: those a person chose, dropped or uploaded, and those that ship with Holdout.
 *
 * The page holds a reference and never a path, so that nothing it says can reach another file.
 */
export class FileGrants {
  readonly #resources: string
  readonly #copies: string | undefined
  readonly #paths = new Map<string, string>()
  readonly #refs = new Map<string, string>()

  /**
   * @param resources folder of samples and examples
   * @param copies folder of what a browser has sent: copies, of which nobody looks for what is saved to them
   */
  constructor(resources: string, copies?: string) {
    this.#resources = resources
    this.#copies = copies
  }

  /** Lets the page use a file that a person has pointed at. The same path has the same reference. */
  async grant(path: string): Promise<FileHandle> {
    const absolute = resolve(path)
    const ref = this.#refs.get(absolute) ?? `file:${randomUUID()}`
    this.#refs.set(absolute, ref)
    this.#paths.set(ref, absolute)
    const bytes = await stat(absolute).then(
      ({ size }) => size,
      () => undefined,
    )
    return { ref, name: basename(absolute), ...(bytes !== undefined && { bytes }) }
  }

  /** The path behind a reference. @throws HoldoutError `file/not-granted`, `file/not-found` */
  async pathOf(ref: string): Promise<string> {
    const path = this.#paths.get(ref) ?? this.#shipped(ref)
    if (path === undefined) {
      throw new HoldoutError('file/not-granted', 'This file was not chosen in this session, so it cannot be used.', {
        hint: 'Choose it again.',
      })
    }
    await stat(path).catch((cause: unknown) => {
      throw fileError(cause, path)
    })
    return path
  }

  /** Whether a person has pointed at this file in this session. */
  isGranted(path: string): boolean {
    return this.#refs.has(resolve(path))
  }

  /** Whether a person has pointed at it; else it ships with Holdout. */
  isChosen(ref: string): boolean {
    return this.#paths.has(ref)
  }

  /** Whether saving to this reference overwrites a person's own file, and not a copy of it or one that ships with Holdout. */
  isOwn(ref: string): boolean {
    const path = this.#paths.get(ref)
    return path !== undefined && !(this.#copies !== undefined && path.startsWith(this.#copies + sep))
  }

  #shipped(ref: string): string | undefined {
    const [kind, id] = ref.split(':')
    if (!/^[A-Za-z0-9-]+$/.test(id)) return undefined
    const path =
      kind === 'sample'
        ? join(this.#resources, 'samples', `${id}.csv`)
        : kind === 'example'
          ? join(this.#resources, 'examples', `${id}.yaml`)
          : undefined
    return path !== undefined && existsSync(path) ? path : undefined
  }
}
