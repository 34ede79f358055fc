/** Checkpoints of blocks on disk: written whole or not at all. */
import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { ENGINE_VERSION } from '../../core/run/engineVersion.ts'
import { fitName, type FitPlan } from '../group/fitPlan.ts'
import type { BlockCheckpoint } from '../group/trainBlock.ts'

/** Raise when `BlockCheckpoint` changes: an older checkpoint is then as good as none, and so is one of another engine. */
const FORMAT = `1, engine ${String(ENGINE_VERSION)}`

interface StoredCheckpoint {
  readonly format: string
  readonly block: string
  readonly checkpoint: BlockCheckpoint
}

export class BlockStore {
  private readonly folder: string

  constructor(folder: string) {
    this.folder = folder
    mkdirSync(folder, { recursive: true })
  }

  write(fits: readonly FitPlan[], checkpoint: BlockCheckpoint): void {
    const stored: StoredCheckpoint = { format: FORMAT, block: blockName(fits), checkpoint }
    const path = this.path(fits)
    const temporary = `${path}.${process.pid}.tmp`
    const file = openSync(temporary, 'w')
    try {
      writeSync(file, serialize(stored))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  }

  /** The checkpoint of the block that began with exactly these fits, if there is a whole one. */
  read(fits: readonly FitPlan[]): BlockCheckpoint | undefined {
    try {
      const stored = deserialize(readFileSync(this.path(fits))) as StoredCheckpoint
      return stored.format === FORMAT && stored.block === blockName(fits) ? stored.checkpoint : undefined
    } catch {
      // No checkpoint, or one that was never finished: the block begins anew and comes to the same bits.
      return undefined
    }
  }

  remove(fits: readonly FitPlan[]): void {
    rmSync(this.path(fits), { force: true })
  }

  private path(fits: readonly FitPlan[]): string {
    return join(this.folder, `${createHash('sha256').update(blockName(fits)).digest('hex').slice(0, 32)}.checkpoint`)
  }
}

function blockName(fits: readonly FitPlan[]): string {
  return fits.map(({ key }) => fitName(key)).join('|')
}
