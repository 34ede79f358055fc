import type { ExtendedRun } from '../../../contract/runs.ts'
import { HoldoutError } from '../../../core/errors.ts'
import type { ExperimentFile } from '../../../core/experiment/file/experimentFile.ts'
import { readExperiment } from '../../../core/experiment/file/parseExperiment.ts'
import { writeExperiment } from '../../../core/experiment/file/writeExperiment.ts'
import { outermostOf } from '../../../core/split/outermostOf.ts'
import type { ValidationSpec } from '../../../core/split/validationSpec.ts'
import type { BackendInfo } from '../../../core/run/runEvent.ts'
import { changedBackend } from '../../../core/run/changedBackend.ts'
import { prepareRun } from '../../experiments/prepareRun.ts'
import type { PreparedRun } from '../../experiments/prepareRun.ts'
import type { OpenExperiment } from '../../experiments/readExperimentFile.ts'
import { readStoredTable } from '../../workspace/tableStore.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { canonicalText } from './fitIdentity.ts'
import { loadRun } from '../store/loadRun.ts'
import type { StoredRun } from '../store/loadRun.ts'
import { pinnedBackend } from '../training/pinnedBackend.ts'
import { backendHere } from '../training/backendHere.ts'
import { reuseFits } from './reuseFits.ts'
import { storeRun } from '../store/storeRun.ts'

/** How a run is to go on: more repeats, or an experiment file with more candidates. */
export type Extension =
  | { readonly repeats: number }
  | { readonly experiment: Pick<OpenExperiment, 'path' | 'text' | 'file' | 'locate'> }

/**
 * Makes a new run from an old one, on the same data and with the same backend, and gives it every fit that is finished
 * already, there or in any other run. The old one stays as it is. The new one waits; start or queue it.
 * @throws HoldoutError `workspace/other-data`, `usage/nothing-to-extend`, and whatever is wrong with the experiment.
 */
export async function extendRun(workspace: Workspace, runId: string, extension: Extension): Promise<ExtendedRun> {
  const stored = loadRun(workspace, runId)
  const prepared = await prepareExtended(workspace, stored, extension)
  const { datasetId } = stored.row
  await storeRun(workspace, prepared, { extendedFrom: runId, ...(datasetId !== null && { datasetId }) })
  const { runId: made } = prepared.context
  if (stored.row.backend === null) return { runId: made, reused: 0, changes: [] }
  const before = JSON.parse(stored.row.backend) as BackendInfo
  const here = backendHere(before)
  const reused = await reuseFits(workspace, made, here)
  return { runId: made, reused, changes: changedBackend(before, here) }
}

async function prepareExtended(workspace: Workspace, stored: StoredRun, extension: Extension): Promise<PreparedRun> {
  const { context, row, job } = stored
  const open = 'experiment' in extension ? extension.experiment : withRepeats(stored, extension.repeats)
  requireSameData(stored, open.file)
  const table = await readStoredTable(workspace, row.tableHash)
  const { overrides } = context
  const prepared = await prepareRun(open, {
    read: {
      table,
      sha256: row.datasetSha256,
      inspection: { name: row.datasetName, ledger: context.ledger, columns: [] },
    },
    ...(typeof overrides?.['seed'] === 'number' && { seed: overrides['seed'] }),
    ...(isNames(overrides?.['models']) && 'repeats' in extension && { models: overrides['models'] }),
  })
  const { backend, program, threads, memoryBudgetBytes } = job
  const computing = {
    backend,
    program,
    threads,
    memoryBudgetBytes,
    // How the file was read is known to the run it came from.
    ...(job.dataset && { dataset: job.dataset }),
    ...(row.backend !== null && pinnedBackend(JSON.parse(row.backend) as BackendInfo)),
  }
  return scoredAsBefore({ ...prepared, job: { ...prepared.job, ...computing } }, job, open.file)
}

/**
 * Runs of earlier versions were scored for the second class, and their epochs recorded absolute errors. What extends them goes on
 * so, unless its file names the class or rows have weights to count by: then its fits are computed anew.
 */
function scoredAsBefore(prepared: PreparedRun, before: StoredRun['job'], file: ExperimentFile): PreparedRun {
  if (before.scoring || file.positiveClass !== undefined || prepared.job.scoring?.isWeighted) return prepared
  const { scoring: _, epochMetric: ___, ...job } = prepared.job
  const { positiveClass: __, ...experiment } = prepared.context.experiment
  return { ...prepared, job, context: { ...prepared.context, experiment } }
}

/** The experiment of a run with more repeats, as a file of its own. */
function withRepeats({ context }: StoredRun, repeats: number): OpenExperiment {
  const { file } = readExperiment(context.experimentText)
  requireMoreRepeats(context.experiment.validation, repeats)
  const changed: ExperimentFile = { ...file, validation: repeated(file.validation ?? {}, repeats) }
  const text = writeExperiment(changed)
  return { path: '', text, ...readExperiment(text) }
}

type WrittenValidation = NonNullable<ExperimentFile['validation']>

function repeated(validation: WrittenValidation, repeats: number): WrittenValidation {
  if (validation.strategy === 'nested') return { ...validation, outer: { ...validation.outer, repeats } }
  return { ...validation, repeats }
}

function requireMoreRepeats(validation: ValidationSpec, repeats: number): void {
  const now = outermostOf(validation).repeats
  if (repeats > now) return
  throw new HoldoutError(
    'usage/nothing-to-extend',
    `expected more repeats than the ${String(now)} the run has, received ${String(repeats)}`,
    { hint: `Give ${String(now + 1)} or more.` },
  )
}

/** Other data is another run altogether. */
function requireSameData({ context, row }: StoredRun, file: ExperimentFile): void {
  const { file: _, ...before } = context.experiment.dataset
  const { file: __, ...after } = file.dataset
  if (canonicalText(before) === canonicalText(after) && (file.task ?? row.task) === row.task) return
  throw new HoldoutError('workspace/other-data', 'The experiment reads its data in another way than the run did.', {
    path: 'dataset',
    hint: 'Run it as an experiment of its own: holdout run EXPERIMENT.',
  })
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value)
}
