import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findChromium } from './findChromium.ts'
import { printWithChromium } from './printWithChromium.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-chromium-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

const printings = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('holdout-print-'))

describe('printWithChromium', () => {
  it.runIf(findChromium())('prints a page as PDF', { timeout: 120_000 }, async () => {
    const pdf = Buffer.from(await printWithChromium('<!doctype html><title>Report</title><h1>Sonar</h1>'))
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.toString('latin1')).toContain('/StructTreeRoot')
  })

  it.runIf(process.platform !== 'win32')(
    'says what to do where Chromium fails, and leaves nothing behind',
    async () => {
      const program = join(folder, 'chromium')
      await writeFile(program, '#!/bin/sh\nexit 3\n')
      await chmod(program, 0o755)
      vi.stubEnv('HOLDOUT_CHROMIUM', program)
      const before = await printings()
      await expect(printWithChromium('<p>')).rejects.toMatchObject({ code: 'setup/not-printed' })
      expect((await printings()).filter((name) => !before.includes(name))).toEqual([])
    },
  )
})

describe('the sandbox of Chromium', () => {
  it.runIf(process.platform !== 'win32')('is given up only where there is none, and that is said', async () => {
    const program = join(folder, 'chromium')
    const script = [
      '#!/bin/sh',
      `echo "$*" >> ${join(folder, 'calls')}`,
      'case "$*" in *--no-sandbox*) ;; *) echo "No usable sandbox!" >&2; exit 1 ;; esac',
      'for word in "$@"; do case "$word" in --print-to-pdf=*) echo %PDF- > "${word#--print-to-pdf=}" ;; esac; done',
    ]
    await writeFile(program, `${script.join('\n')}\n`)
    await chmod(program, 0o755)
    vi.stubEnv('HOLDOUT_CHROMIUM', program)
    const said: string[] = []
    const asked = vi.spyOn(process, 'getuid').mockReturnValue(1000)
    await printWithChromium('<p>', { notify: (message) => said.push(message) })
    asked.mockRestore()
    const calls = (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n')
    expect(calls.map((call) => call.includes('--no-sandbox'))).toEqual([false, true])
    expect(said).toEqual([expect.stringContaining('without its sandbox')])
  })
})

describe('findChromium', () => {
  it('takes the one that is named, else one on PATH', async () => {
    const [named, onPath] = [join(folder, 'mine'), join(folder, 'chromium')]
    for (const program of [named, onPath]) await writeFile(program, '')
    expect(findChromium({ PATH: folder, HOLDOUT_CHROMIUM: named })).toBe(named)
    expect(findChromium({ PATH: folder, HOLDOUT_CHROMIUM: join(folder, 'gone') })).toBe(onPath)
  })
})
