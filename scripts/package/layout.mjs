import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from '../setup/folders.mjs'
import { parseJson } from '../setup/parseJson.mjs'
import { platformName } from '../setup/platform.mjs'

/** Where packages and the trees they are made from are written. */
export const distFolder = join(checkout, 'dist')

/** @returns {{ name: string, version: string, description: string }} package.json of this checkout */
export function manifest() {
  return /** @type {{ name: string, version: string, description: string }} */ (
    parseJson(readFileSync(join(checkout, 'package.json'), 'utf8'))
  )
}

/** @returns {string} such as "holdout-0.1.0-linux-x64": the folder in the tarball, and the beginning of file names */
export function packageName() {
  return `holdout-${manifest().version}-${platformName()}`
}
