import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { checkout } from './checkout.ts'

/** Builds page, main, preload and trainer where sources are newer than what was built. */
export async function buildApp(): Promise<void> {
  const child = spawn(process.execPath, [join(checkout, 'scripts', 'build.mjs'), '--if-stale'], {
    cwd: checkout,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error('the app could not be built')
}
