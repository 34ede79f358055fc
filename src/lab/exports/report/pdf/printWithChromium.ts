import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { HoldoutError } from '../../../../core/errors.ts'
import { findChromium } from './findChromium.ts'

/** A report of a large sweep takes some seconds; a slow machine, more. */
const PATIENCE_MS = 120_000

/**
 * A self-contained HTML page without scripts as a tagged A4 PDF, printed by a Chromium of this machine: without a window and
 * without a network, with a profile of its own that is removed.
 * @throws HoldoutError `setup/no-chromium`, `setup/not-printed`
 */
export async function printWithChromium(html: string): Promise<Uint8Array<ArrayBuffer>> {
  const program = findChromium()
  if (program === undefined) throw noChromium()
  const folder = await mkdtemp(join(tmpdir(), 'holdout-print-'))
  try {
    const [page, pdf] = [join(folder, 'report.html'), join(folder, 'report.pdf')]
    await writeFile(page, html)
    await promisify(execFile)(program, switches(folder, page, pdf), { timeout: PATIENCE_MS })
    return Uint8Array.from(await readFile(pdf))
  } catch (cause) {
    throw notPrinted(program, cause)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
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
    // Chromium refuses to run as root with its sandbox; the page is Holdout's own and holds no script.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
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
