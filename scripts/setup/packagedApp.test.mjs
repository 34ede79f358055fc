import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout } from './folders.mjs'
import { parseJson } from './parseJson.mjs'

test('the fuses of the packaged app leave no way to run other programs in it', () => {
  const text = readFileSync(join(checkout, 'electron-builder.yml'), 'utf8')
  const [, fuses = ''] = /^electronFuses:\n((?: {2}\S.*\n)+)/m.exec(text) ?? []
  expect(fuses.trim().split(/\n */)).toEqual([
    'runAsNode: false',
    'enableNodeOptionsEnvironmentVariable: false',
    'enableNodeCliInspectArguments: false',
    'enableCookieEncryption: true',
    'enableEmbeddedAsarIntegrityValidation: true',
    'onlyLoadAppFromAsar: true',
    'loadBrowserProcessSpecificV8Snapshot: false',
    'grantFileProtocolExtraPrivileges: false',
  ])
})

test('Electron is of one exact version', () => {
  const { devDependencies } = /** @type {{ devDependencies: Record<string, string> }} */ (
    parseJson(readFileSync(join(checkout, 'package.json'), 'utf8'))
  )
  expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/)
})
