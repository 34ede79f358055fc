import { join } from 'node:path'
import { allSteps } from '../../core/allSteps.ts'
import { EXIT, HoldoutError } from '../../core/errors.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import type { RunState } from '../../core/run/runState.ts'
import { historiesCsv, scoresCsv } from '../../lab/exports/report/fitsCsv.ts'
import { openOutputFolder } from '../../lab/exports/report/outputFolder.ts'
import { predictionsCsv } from '../../lab/exports/report/predictionsCsv.ts'
import { RESULT_FILES, resultFiles } from '../../lab/exports/report/resultFiles.ts'
import { findRun } from '../../lab/runs/store/findRun.ts'
import { loadDocument } from '../../lab/runs/store/loadDocument.ts'
import { loadRun } from '../../lab/runs/store/loadRun.ts'
import { loadRunState } from '../../lab/runs/store/loadRunState.ts'
import { readStoredTable } from '../../lab/workspace/tableStore.ts'
import type { Workspace } from '../../lab/workspace/workspace.ts'
import { textOption } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { copyModels } from '../run/keptRun.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

/** A run of the workspace with all its values. */
interface WholeRun {
  readonly document: RunDocument
  readonly state: RunState
  readonly predictions: string
}

/** The files of each format, by name; final models are copied beside them. */
const FORMATS: Readonly<Record<string, (run: WholeRun) => ReadonlyMap<string, string>>> = {
  files: ({ document, predictions }) =>
    resultFiles(document, { experimentFile: isJson(document) ? 'experiment.json' : 'experiment.yaml', predictions }),
  csv: ({ document, predictions }) =>
    new Map([
      ['scores.csv', scoresCsv(document)],
      ['histories.csv', historiesCsv(document)],
      [RESULT_FILES.predictions, predictions],
    ]),
  models: () => new Map(),
}

/** `holdout export`: writes what a run of the workspace left, for other programs. */
export const exportRun: Command = {
  name: 'export',
  parameters: 'RUN',
  summary: 'write the numbers, files or final models of a run into a folder',
  positionals: [1, 1],
  options: {
    format: { type: 'string', short: 'f', value: 'FORMAT', help: 'files, csv or models; files unless given' },
    out: { type: 'string', short: 'o', value: 'DIR', help: 'the folder to write into' },
    ...WORKSPACE_OPTION,
  },
  notes: [
    'files: what "run --out" writes: report, result, predictions, experiment, and final models in models/.',
    'csv: the scores of every fit, the history of every fit, the held-out prediction of every row.',
    'models: the final models alone, for "holdout predict".',
  ],
  run: async (input, terminal) => {
    const format = textOption(input, 'format') ?? 'files'
    if (!Object.hasOwn(FORMATS, format)) throw noSuchFormat(format)
    const out = textOption(input, 'out')
    if (out === undefined) throw noFolder()
    const written = await withWorkspace(input, 'read', 'holdout export', (workspace) =>
      write(workspace, input, { format, out }),
    )
    if (input.json) terminal.out(`${JSON.stringify({ folder: out, files: written })}\n`)
    else terminal.err(written.map((file) => `Written: ${join(out, file)}\n`).join(''))
    return EXIT.done
  },
}

async function write(
  workspace: Workspace,
  input: CommandInput,
  { format, out }: { readonly format: string; readonly out: string },
): Promise<readonly string[]> {
  const run = await loadWhole(workspace, findRun(workspace, input.positionals[0]))
  const models = run.state.candidates.filter(({ finalModel }) => finalModel !== undefined).length
  if (format === 'models' && models === 0) throw noModels()
  const folder = await openOutputFolder(out)
  try {
    const files = FORMATS[format](run)
    await folder.write(files)
    if (format === 'csv') return [...files.keys()]
    await copyModels(run.state, join(folder.path, 'models'))
    return [...files.keys(), ...(models > 0 ? ['models'] : [])]
  } catch (error) {
    await folder.discard()
    throw error
  }
}

async function loadWhole(workspace: Workspace, runId: string): Promise<WholeRun> {
  const stored = loadRun(workspace, runId)
  const state = await loadRunState(workspace, stored, { values: true })
  const document = await loadDocument(workspace, runId, { histories: true })
  const table = await readStoredTable(workspace, stored.row.tableHash)
  return { document, state, predictions: allSteps(predictionsCsv(state, table, document.task)) }
}

/** YAML takes JSON too, but the file was one or the other. */
function isJson({ experiment }: RunDocument): boolean {
  return experiment.trimStart().startsWith('{')
}

function noSuchFormat(format: string): HoldoutError {
  const formats = Object.keys(FORMATS).join(', ')
  return new HoldoutError('usage/bad-value', `--format: expected one of ${formats}, received ${JSON.stringify(format)}`)
}

function noFolder(): HoldoutError {
  return new HoldoutError('usage/missing-argument', 'export: expected --out and a folder', {
    hint: 'For example: holdout export latest --format csv --out numbers',
  })
}

function noModels(): HoldoutError {
  return new HoldoutError('usage/no-models', 'the run has no final models: expected at least one', {
    hint: 'Set `finalModel: true` in the experiment and run it again.',
  })
}
