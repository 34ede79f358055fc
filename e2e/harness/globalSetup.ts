import { describeHost } from './host.ts'
import { buildApp } from './buildApp.ts'

/** Builds what the specs run on, and says what that is. */
export default async function globalSetup(): Promise<void> {
  await buildApp()
  process.stdout.write(`${describeHost()}\n`)
}
