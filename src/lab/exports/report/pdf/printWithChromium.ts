import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { makeTemporaryFolder } from '../../../files/temporaryFolder.ts'
import { HoldoutError } from '../../../../core/errors.ts'
import { findChromium } from './findChromium.ts'

/** A report of a large sweep takes some seconds; a slow machine, more. */
const PATIENCE_MS = 120_000

/** Said where it had to be so. The page is Holdout's own and holds no script. */
const WITHOUT_SANDBOX = 'The PDF was printed by Chromium without its sandbox, which it cannot use here.'

export interface PrintOptions {
  /** Receives what a person should know. */
  readonly notify?: (message: string) => void
}

/**
 * A self-contained HTML page without scripts as a tagged A4 PDF, printed by a Chromium of this machine: without a window and
 * without a network, with a profile of its own that is removed.
 * @throws HoldoutError `setup/no-chromium`, `setup/not-printed`
 */
export async function printWithChromium(
  html: string,
  { notify = () => undefined }: PrintOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const program = findChromium()
  if (program === undefined) throw noChromium()
  const folder = await makeTemporaryFolder('print')
  try {
    const [page, pdf] = [join(folder, 'report.html'), join(folder, 'report.pdf')]
    await writeFile(page, html)
    const isSandboxed = await printed(program, switches(folder, page, pdf))
    if (!isSandboxed) notify(WITHOUT_SANDBOX)
    return Uint8Array.from(await readFile(pdf))
  } catch (cause) {
    throw notPrinted(program, cause)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** With the sandbox; without it only where Chromium has none: for the root user, and where the system offers none. */
async function printed(program: string, given: readonly string[]): Promise<boolean> {
  const run = promisify(execFile)
  const isRoot = process.getuid?.() === 0
  try {
    if (!isRoot) await run(program, given, { timeout: PATIENCE_MS })
    if (!isRoot) return true
  } catch (cause) {
    if (!/no usable sandbox|without --no-sandbox/i.test(String((cause as { stderr?: unknown }).stderr))) throw cause
  }
  await run(program, ['--no-sandbox', ...given], { timeout: PATIENCE_MS })
  return false
}

function switches(folder: string, page: string, pdf: string): string[] {
  return [
    '--headless',
    '--disable-gpu',
    `--user-data-dir=${join(folder, 'profile')}`,
    '--no-first-run',
    '--disable-background-networking',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--no-pdf-header-footer',
    '--generate-pdf-document-outline',
    `--print-to-pdf=${pdf}`,
    pathToFileURL(page).href,
  ]
}

function noChromium(): HoldoutError {
  return new HoldoutError('setup/no-chromium', 'a PDF is printed by Chromium, and none was found on this machine', {
    hint: 'Install Chromium or name it in HOLDOUT_CHROMIUM; or write HTML and print that from a browser.',
  })
}

function notPrinted(program: string, cause: unknown): HoldoutError {
  return new HoldoutError('setup/not-printed', `${program} did not print the report as PDF`, {
    hint: 'Write HTML and print that from a browser, or name another Chromium in HOLDOUT_CHROMIUM.',
    cause,
  })
}
