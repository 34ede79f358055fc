import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeModelFile } from '../../src/core/model/modelFile.ts'
import type { SavedModel } from '../../src/core/model/savedModel.ts'
import type { RunDocument } from '../../src/core/run/runDocument.ts'
import { inspectCsv } from '../../src/lab/datasets/read/inspectCsv.ts'
import { readText } from '../../src/lab/experiments/readText.ts'
import { withSum } from '../../src/lab/exports/report/documentSum.ts'
import { openReport } from '../../src/lab/exports/report/openReport.ts'
import { mutantsOf } from '../../src/lab/files/testing/mutants.ts'
import { networkOutputs } from '../../src/lab/models/testing/networkOutputs.ts'
import { openModel } from '../../src/lab/models/openModel.ts'
import { loadDocument } from '../../src/lab/runs/store/loadDocument.ts'
import { Workspace } from '../../src/lab/workspace/workspace.ts'
import { spread } from './spread.ts'
import { Tally } from './tally.ts'
import type { Victim } from './victim.ts'

/** Files from strangers: none ends as a bug or as something that is no number. A quarter each of CSV, YAML, reports and models. */
export async function mutateFiles(victim: Victim, folder: string, times: number): Promise<Tally> {
  const tally = new Tally(`${String(times)} mutants of CSV, YAML, report and model`)
  const count = Math.ceil(times / 4)
  const path = join(folder, 'mutant')
  for (const text of mutatedTexts(await readFile(victim.csv, 'utf8'), count)) {
    await writeFile(path, text)
    await tally.attempt(`CSV ${JSON.stringify(text.slice(0, 200))}`, async () => {
      await inspectCsv(path, {})
      tally.add('fine', 'CSV')
    })
  }
  for (const text of mutatedTexts(await readFile(victim.experiment, 'utf8'), count)) {
    const { problems } = await readText(text)
    const isBug = problems.some(({ code }) => code.startsWith('bug/'))
    tally.add(isBug ? 'bug' : problems.length > 0 ? 'named' : 'fine', `YAML ${text}`)
  }
  const { document, model } = await storedIn(victim.workspace)
  for (const { what, value } of mutantsOf(document, { count, seed: 1 })) {
    await writeFile(path, JSON.stringify(withSum(value as RunDocument)))
    await tally.attempt(`report, ${what}`, async () => {
      const { html } = await openReport(path)
      const shown = html.slice(0, html.indexOf('id="holdout-run"'))
      tally.add(/>[^<]*\b(NaN|undefined|Infinity)\b/.test(shown) ? 'different' : 'fine', `report, ${what}`)
    })
  }
  for (const { what, value } of mutantsOf(model, { count, seed: 2 })) {
    await writeFile(path, encodeModelFile(value as SavedModel, sha256))
    await tally.attempt(`model, ${what}`, async () => {
      const values = networkOutputs(await openModel(path), 1, () => 0.5)
      tally.add(values.every(Number.isFinite) ? 'fine' : 'different', `model, ${what}`)
    })
  }
  return tally
}

/** Texts with a piece removed, doubled, moved, or replaced by characters that mean something. */
function* mutatedTexts(text: string, count: number): Generator<string, void> {
  const pieces = [
    '',
    '"',
    '\n',
    ',',
    ': ',
    '{',
    '[',
    '\0',
    '\uFEFF',
    '&a *a',
    '- ',
    '1e999',
    '\t',
    '<<: ',
    '|',
    '\r',
    ';',
    "'",
    '# ',
  ]
  for (let i = 0; i < count; i += 1) {
    const from = Math.floor(spread(i, 2) * text.length)
    const length = Math.floor(spread(i, 3) * 20)
    const piece = pieces[i % pieces.length]
    const rest = text.slice(from + (i % 2 === 0 ? length : 0))
    yield text.slice(0, from) + piece.repeat(1 + (i % 3)) + rest
  }
}

async function storedIn(folder: string): Promise<{ document: RunDocument; model: SavedModel }> {
  const workspace = await Workspace.open({ folder, access: 'read' })
  try {
    const id = workspace.database.get<{ id: string }>('SELECT id FROM runs')?.id ?? ''
    const document = await loadDocument(workspace, id, { histories: true })
    const models = join(workspace.paths.runs, id, 'models')
    const [name] = await readdir(models)
    const { sha256: _, ...model } = JSON.parse(await readFile(join(models, name), 'utf8')) as SavedModel
    return { document: JSON.parse(JSON.stringify(document)) as RunDocument, model }
  } finally {
    await workspace.shutdown()
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
