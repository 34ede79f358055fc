import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { addonPlace } from './addon.mjs'
import { checkout } from './folders.mjs'
import { newestVersion } from './symbolVersions.mjs'
import { readState } from './state.mjs'

// The download of tfjs-node brings an addon of its own.
test.runIf(process.platform === 'linux' && readState(checkout)?.origin === 'wheel')(
  'the addon loads on every system that Node and TensorFlow load on',
  async () => {
    const bytes = await readFile(addonPlace(checkout))
    expect(newestVersion(bytes, 'GLIBC')).toBeLessThanOrEqual(28)
    expect(newestVersion(bytes, 'GLIBCXX')).toBeLessThanOrEqual(22)
  },
)
