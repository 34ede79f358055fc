import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from './checkout.ts'

/** The Electron binary, where there is one. Looked for by hand: asking the electron package would try to download it. */
export function electronBinary(): string | undefined {
  const { ELECTRON_EXEC_PATH: given } = process.env
  if (given !== undefined && given !== '') return given
  const folder = join(checkout, 'node_modules', 'electron')
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return undefined
  const binary = join(folder, 'dist', readFileSync(named, 'utf8').trim())
  return existsSync(binary) ? binary : undefined
}

/** What the specs run on, for the log: what one host shows the other does not. */
export function describeHost(): string {
  const binary = electronBinary()
  if (binary !== undefined) return `Host: Electron (${binary}), and Chromium through "holdout serve".`
  return [
    'Host: Chromium through "holdout serve"; main and preload as built, with a stubbed electron.',
    'Not shown here, for want of the Electron binary: the window itself, native dialogs, printing, the sandbox.',
  ].join('\n')
}
