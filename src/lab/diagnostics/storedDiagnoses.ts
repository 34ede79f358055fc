import type { CandidateDiagnosis } from '../../contract/diagnostics.ts'
import { HoldoutError } from '../../core/errors.ts'
import { diagnosisDocument } from '../../core/diagnostics/diagnosisDocument.ts'
import { canListLearned, learnedOfJob } from '../../core/run/learnedColumns.ts'
import type { LearnedDocument } from '../../core/run/learnedColumns.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import { shownModels } from '../exports/report/shownModels.ts'
import { loadRun } from '../runs/store/loadRun.ts'
import { readStoredTable } from '../workspace/tableStore.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { candidateSource } from './candidateSource.ts'
import { DiagnosisMemory } from './diagnosisMemory.ts'
import { withSilenced } from './silencedChecks.ts'

/** Diagnoses one candidate, `run/index`. */
type DiagnoseOne = (id: string) => Promise<CandidateDiagnosis>

/**
 * A stored run's document with the diagnoses of the models that its report shows, each at its stored threshold, and with what the
 * preprocessing learned on each split. A run whose table
 * or predictions are gone keeps its document as it is.
 *
 * @param one computes here, in a program that has nothing else to do, unless given.
 */
export async function withDiagnoses(
  workspace: Workspace,
  document: RunDocument,
  one: DiagnoseOne = diagnosing(workspace),
): Promise<RunDocument> {
  try {
    const diagnosed = []
    for (const model of shownModels(document)) {
      const diagnosis = await one(`${document.run}/${String(document.models.indexOf(model))}`)
      const { name, checks, threshold, storedThreshold } = diagnosis
      diagnosed.push({
        name,
        diagnosis,
        checks,
        ...(threshold !== undefined && { threshold, isThresholdStored: storedThreshold !== undefined }),
      })
    }
    const learned = await learnedOf(workspace, document.run)
    return { ...document, diagnoses: diagnosisDocument(diagnosed), ...(learned && { learned }) }
  } catch (error) {
    // A report of what is left is better than none.
    if (error instanceof HoldoutError && error.code.startsWith('workspace/')) return document
    throw error
  }
}

async function learnedOf(workspace: Workspace, runId: string): Promise<LearnedDocument | undefined> {
  const { job, row, context } = loadRun(workspace, runId)
  // A table too large to be listed is not read for nothing.
  if (!canListLearned(context.dataset.rows, context.dataset.features)) return undefined
  const table = await readStoredTable(workspace, row.tableHash)
  return learnedOfJob(table, job)
}

function diagnosing(workspace: Workspace): DiagnoseOne {
  const memory = new DiagnosisMemory()
  return async (id) => {
    const source = await candidateSource(workspace, id)
    const answer = memory.answer({ kind: 'diagnose', source, request: {} })
    if ('error' in answer) throw HoldoutError.fromData(answer.error)
    if (!('diagnosis' in answer)) throw new Error('a diagnosis was asked for and something else answered')
    const { diagnosis } = answer
    return { ...diagnosis, checks: withSilenced(workspace, diagnosis.runId, diagnosis.checks) }
  }
}
