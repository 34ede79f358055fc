import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout } from './folders.mjs'
import { nodeSums, wheelSums } from './pins.mjs'
import { tensorflowVersion } from './platform.mjs'
import { parseJson } from './parseJson.mjs'

/**
 * @param {string} file
 * @returns {Record<string, { version: string, integrity?: string, link?: boolean }>}
 */
function packagesOf(file) {
  return /** @type {{ packages: Record<string, { version: string }> }} */ (
    parseJson(readFileSync(join(checkout, file), 'utf8'))
  ).packages
}

test.each(['package-lock.json', 'packaging/package-lock.json'])(
  'every package of %s has an integrity of SHA-512',
  (file) => {
    const entries = Object.entries(packagesOf(file)).filter(([path, { link }]) => path !== '' && link !== true)
    expect(entries.length).toBeGreaterThan(100)
    expect(entries.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-')).map(([path]) => path)).toEqual(
      [],
    )
  },
)

test('the wheel and the Node of these versions are pinned', () => {
  const { version } = packagesOf('package-lock.json')['node_modules/node']
  expect(Object.keys(wheelSums).some((name) => name.includes(`-${tensorflowVersion}-`))).toBe(true)
  expect(Object.keys(nodeSums).filter((name) => name.startsWith(`${version} `)).length).toBeGreaterThan(2)
})
