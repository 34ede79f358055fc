/** Checkpoints of blocks on disk: written whole or not at all, and read only as they were written. */
import { fitName } from '../../core/run/fitStream.ts'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { ENGINE_VERSION } from '../../core/run/engineVersion.ts'
import type { FitPlan } from '../group/fitPlan.ts'
import type { BlockCheckpoint } from '../group/blockJob.ts'
import { writeWhole } from './writeWhole.ts'

/** Raise when `BlockCheckpoint` or the file changes: an older checkpoint is then as good as none, and so is one of another engine. */
const FORMAT = `2, engine ${String(ENGINE_VERSION)}`

/** The file: 8 bytes magic, CRC-32 and length of what follows (4 bytes each, little-endian), a serialized checkpoint. */
const MAGIC = 'HOLDCKP2'
const HEADER_BYTES = 16
/** What a checkpoint of the format before began with. */
const SERIALIZED = 0xff

interface StoredCheckpoint {
  readonly format: string
  readonly block: string
  readonly checkpoint: BlockCheckpoint
}

export class BlockStore {
  readonly #folder: string
  readonly #onDamage: () => void

  /** @param onDamage told of a checkpoint that is not what was written; its block begins anew and comes to the same bits */
  constructor(folder: string, onDamage: () => void = () => undefined) {
    this.#folder = folder
    this.#onDamage = onDamage
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  /** Writes a checkpoint; until it is whole, the one before stays. @throws the file system's error */
  write(fits: readonly FitPlan[], checkpoint: BlockCheckpoint): void {
    const stored: StoredCheckpoint = { format: FORMAT, block: blockName(fits), checkpoint }
    writeWhole(this.#path(fits), framed(serialize(stored)))
  }

  /** The checkpoint of the block that began with exactly these fits, if there is a whole one. */
  read(fits: readonly FitPlan[]): BlockCheckpoint | undefined {
    const bytes = bytesOf(this.#path(fits))
    if (bytes === undefined) return undefined
    const stored = unframed(bytes)
    // A checkpoint of an older version is whole, and of no use.
    if (stored === undefined && bytes[0] !== SERIALIZED) this.#onDamage()
    return stored?.format === FORMAT && stored.block === blockName(fits) ? stored.checkpoint : undefined
  }

  remove(fits: readonly FitPlan[]): void {
    rmSync(this.#path(fits), { force: true })
  }

  #path(fits: readonly FitPlan[]): string {
    return join(this.#folder, `${createHash('sha256').update(blockName(fits)).digest('hex').slice(0, 32)}.checkpoint`)
  }
}

function framed(content: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.write(MAGIC, 'latin1')
  header.writeUInt32LE(crc32(content), 8)
  header.writeUInt32LE(content.length, 12)
  return Buffer.concat([header, content])
}

/** `undefined` where the bytes are not what was written. */
function unframed(bytes: Buffer): StoredCheckpoint | undefined {
  const content = bytes.subarray(HEADER_BYTES)
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined
  if (bytes.readUInt32LE(12) !== content.length || bytes.readUInt32LE(8) !== crc32(content)) return undefined
  return deserialize(content) as StoredCheckpoint
}

function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

function blockName(fits: readonly FitPlan[]): string {
  return fits.map(({ key }) => fitName(key)).join('|')
}
