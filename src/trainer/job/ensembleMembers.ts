/** Networks of folds that are to become ensembles: kept as files beside the checkpoints, so that a run that goes on has them. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SavedMember } from '../../core/model/savedModel.ts'
import type { FitKey } from '../../core/run/runEvent.ts'
import { fitName } from '../../core/run/fitStream.ts'
import { sha256 } from './finalModel.ts'
import { writeWhole } from './writeWhole.ts'

/** The network of a fold with how badly it predicted the rows it did not see (`CalibrationScores`). */
export interface EnsembleMember {
  readonly member: SavedMember
  readonly scores: readonly number[]
}

export class EnsembleMembers {
  readonly #folder: string | undefined
  readonly #kept = new Map<string, EnsembleMember | null>()

  /** @param checkpoints where they are kept; in memory unless given */
  constructor(checkpoints: string | undefined) {
    this.#folder = checkpoints === undefined ? undefined : join(checkpoints, 'members')
  }

  /** @param member `null` where the fit diverged: it has no network, however often it is trained @throws the file system's error */
  keep(key: FitKey, member: EnsembleMember | null): void {
    if (this.#folder === undefined) {
      this.#kept.set(fitName(key), member)
      return
    }
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const text = JSON.stringify(member)
    writeWhole(this.#path(this.#folder, key), `${sha256(text)}\n${text}`)
  }

  /** `null` where the fit diverged; absent where nothing was kept, or not whole. */
  of(key: FitKey): EnsembleMember | null | undefined {
    if (this.#folder === undefined) return this.#kept.get(fitName(key))
    const [sum, text = ''] = (textOf(this.#path(this.#folder, key)) ?? '').split('\n')
    return sum === sha256(text) ? (JSON.parse(text) as EnsembleMember | null) : undefined
  }

  #path(folder: string, key: FitKey): string {
    return join(folder, `${fitName(key).replaceAll('/', '-')}.json`)
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
