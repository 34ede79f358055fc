import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/**
 * @typedef {object} PageWeight
 * @property {number} total bytes of all files, each compressed as servers do
 * @property {number} first bytes of what is fetched before anything is shown
 * @property {readonly { name: string, bytes: number }[]} files the heaviest first
 */

/**
 * Weighs a built page: every file that may ever be fetched, compressed.
 * @param {string} folder
 * @returns {PageWeight}
 */
export function weighPage(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    // What lies in hidden folders is for packages: licences.
    .filter((entry) => entry.isFile() && !entry.parentPath.slice(folder.length).includes('/.'))
    .map(({ parentPath, name }) => ({
      name,
      bytes: gzipSync(readFileSync(join(parentPath, name)), { level: 9 }).length,
    }))
    .sort((a, b) => b.bytes - a.bytes)
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const first = files.filter(({ name }) => name === 'index.html' || html.includes(`/${name}"`))
  return { total: sum(files), first: sum(first), files }
}

/** @param {readonly { bytes: number }[]} files */
function sum(files) {
  return files.reduce((bytes, file) => bytes + file.bytes, 0)
}
