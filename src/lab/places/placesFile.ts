import { join } from 'node:path'
import { z } from 'zod'
import { HoldoutError } from '../../core/errors.ts'
import type { RunPlace } from '../../core/run/shardState.ts'
import { didYouMean } from '../../core/experiment/file/didYouMean.ts'
import { JsonFile } from '../files/jsonFile.ts'
import { DEFAULT_FOLDER, ENGINES, isElsewhere, placeSchema } from './place.ts'
import type { Place } from './place.ts'

interface SentDataset {
  readonly file?: string
  readonly sha256: string
}

/** The engine of this machine under its own name, which nobody has to add. */
const LOCAL: readonly Place[] = ENGINES.map((engine) => ({ name: engine, engine, folder: DEFAULT_FOLDER }))

/** The places a person has added, kept in the workspace. */
export class PlacesFile {
  readonly #file: JsonFile<readonly Place[]>

  /** @param folder of the workspace */
  constructor(folder: string, mayWrite?: () => boolean) {
    this.#file = new JsonFile(join(folder, 'places.json'), placesOf, mayWrite)
  }

  /** Those that were added, then those of this machine that were not changed. */
  async list(): Promise<readonly Place[]> {
    const added = await this.#file.load()
    return [...added, ...LOCAL.filter(({ name }) => !added.some((place) => place.name === name))]
  }

  /** Names of those that were added. */
  async added(): Promise<ReadonlySet<string>> {
    return new Set((await this.#file.load()).map(({ name }) => name))
  }

  /** @throws HoldoutError `usage/no-such-place` */
  async find(name: string): Promise<Place> {
    const places = await this.list()
    const found = places.find((place) => place.name === name)
    if (found) return found
    const names = places.map((place) => place.name)
    const meant = didYouMean(name, names)
    throw new HoldoutError('usage/no-such-place', `There is no place ${JSON.stringify(name)}.`, {
      hint: meant === undefined ? 'Add it first: holdout places add NAME HOST' : `Did you mean ${meant}?`,
    })
  }

  /**
   * Sees to it that a dataset goes to another machine only after the person has agreed, once for each dataset and place. Returns when
   * that was; nothing where the dataset stays on this machine.
   * @param isAgreed whether the person agrees now
   * @throws HoldoutError `usage/not-agreed`
   */
  async agree(name: string, dataset: SentDataset, isAgreed: boolean): Promise<RunPlace['agreed']> {
    const place = await this.find(name)
    const { datasets = [], host = place.address ?? 'another machine' } = place
    if (!isElsewhere(place)) return undefined
    if (!isNewAt(place, dataset)) return 'earlier'
    if (isAgreed) {
      await this.add({ ...place, datasets: [...datasets, dataset.sha256] })
      return 'now'
    }
    const message = `The data of ${dataset.file ?? 'this experiment'} has not been copied to ${name} (${host}) before.`
    throw new HoldoutError('usage/not-agreed', message, { hint: 'Add --send-data to copy it there.' })
  }

  /** Whether {@link agree} asks the person. */
  async asks(name: string, dataset: SentDataset): Promise<boolean> {
    const place = await this.find(name)
    return isElsewhere(place) && isNewAt(place, dataset)
  }

  /** Adds a place, or replaces the one of its name. */
  async add(place: Place): Promise<void> {
    const others = (await this.#file.load()).filter(({ name }) => name !== place.name)
    await this.#file.save([...others, place])
  }
}

function isNewAt({ datasets = [] }: Place, { sha256 }: SentDataset): boolean {
  return !datasets.includes(sha256)
}

function placesOf(data: unknown): readonly Place[] {
  const read = z.array(placeSchema).safeParse(data)
  return read.success ? read.data : []
}
