import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { rename, stat, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import { sha256Of } from '../setup/sha256.mjs'

/** Of 1 (fast) to 19: higher ones take ten times as long and save a tenth. */
export const usualLevel = 9

/** Equal trees give equal archives: order, times and owners are fixed. */
const reproducible = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--format=posix']
const noTimes = ['--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime']

/**
 * Packs a folder into one `.tar.zst`, by the system's tar and Node's zstd.
 * @param {string} folder its last part is the folder inside the archive
 * @param {string} file
 * @param {number} level
 * @returns {Promise<number>} size in bytes
 * @throws {Error} where tar fails
 */
export async function packTarball(folder, file, level) {
  const partial = `${file}.partial`
  const args = [...reproducible, ...noTimes, '--create', '--directory', dirname(folder), basename(folder)]
  const tar = spawn('tar', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve, reject) => tar.once('close', resolve).once('error', reject))
  const params = { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: 1 }
  await pipeline(tar.stdout, createZstdCompress({ params }), createWriteStream(partial))
  const code = await ended
  if (code !== 0) throw new Error(`tar ended with code ${String(code)}`)
  await rename(partial, file)
  return (await stat(file)).size
}

/**
 * Writes `FILE.sha256`, as `sha256sum --check` reads it.
 * @param {string} file
 */
export async function writeSum(file) {
  await writeFile(`${file}.sha256`, `${await sha256Of(file)}  ${basename(file)}\n`)
}
