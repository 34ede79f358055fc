import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HoldoutError } from '../../../core/errors.ts'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import { mutantsOf } from '../../files/testing/mutants.ts'
import { withSum } from './documentSum.ts'
import { htmlReport } from './htmlReport.ts'
import { jsonReport } from './jsonReport.ts'
import { markdownReport } from './markdownReport.ts'
import { openReport } from './openReport.ts'
import { fakeRun } from './testing/fakeDocument.ts'

let folder: string
let document: RunDocument
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-hostile-'))
  const run = await fakeRun({ models: ['Baseline', 'Hidden'] })
  document = JSON.parse(JSON.stringify(run.document)) as RunDocument
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What becomes of a changed file: that it opens, the code of the error, or what a reader must never see. */
async function outcome(text: string): Promise<string> {
  const path = join(folder, 'result.json')
  await writeFile(path, text)
  try {
    const opened = await openReport(path)
    const shown = opened.html.slice(0, opened.html.indexOf('id="holdout-run"')) + markdownReport(opened.document)
    return /\bNaN\b|\bundefined\b|\bInfinity\b|\[object/.test(shown) ? 'not a number' : 'opened'
  } catch (error) {
    if (error instanceof HoldoutError && !error.code.startsWith('bug/')) return error.code
    return `bug: ${String(error)}`
  }
}

describe('a report from elsewhere', () => {
  it('opens as it was saved, and as it was saved before there were checksums', async () => {
    expect(await outcome(jsonReport(document))).toBe('opened')
    expect(await outcome(htmlReport(document))).toBe('opened')
    expect(await outcome(JSON.stringify(document))).toBe('opened')
  })

  it('is refused where one bit of a number changed', async () => {
    const text = jsonReport(document)
    const kinds = new Map<string, number>()
    for (let at = 1; at < text.length; at += Math.ceil(text.length / 60)) {
      const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1)
      // Blanks between the parts are no part of the document.
      if (isSame(text, changed)) continue
      const kind = await outcome(changed)
      kinds.set(kind, at)
    }
    expect([...kinds.keys()].filter((kind) => !/^usage\/(changed|no)-report$/.test(kind))).toEqual([])
  })

  it('never ends as a bug or as no number, with the right checksum and without', async () => {
    const kinds = new Map<string, string>()
    for (const { what, value } of mutantsOf(document, { count: 40, seed: 3 })) {
      const kind = await outcome(JSON.stringify(what.length % 2 === 0 ? value : withSum(value as RunDocument)))
      if (!kinds.has(kind)) kinds.set(kind, what)
    }
    expect([...kinds].filter(([kind]) => kind.startsWith('bug') || kind === 'not a number')).toEqual([])
    expect(kinds.has('usage/no-report')).toBe(true)
  })
})

function isSame(one: string, other: string): boolean {
  try {
    return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other))
  } catch {
    return false
  }
}
