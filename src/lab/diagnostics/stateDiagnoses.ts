import type { Table } from '../../core/dataset/table.ts'
import { DEFAULT_SETTINGS, diagnose } from '../../core/diagnostics/diagnose.ts'
import { diagnosisDocument } from '../../core/diagnostics/diagnosisDocument.ts'
import type { DiagnosisDocument } from '../../core/diagnostics/diagnosisDocument.ts'
import { aboutClass } from '../../core/diagnostics/aboutClass.ts'
import { heldOutOf } from '../../core/diagnostics/heldOut.ts'
import { encodeTarget } from '../../core/preprocessing/encodeTarget.ts'
import type { RunContext } from '../../core/run/buildRunDocument.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import { isDone } from '../../core/run/runState.ts'
import type { RunState } from '../../core/run/runState.ts'
import { shownModels } from '../exports/report/shownModels.ts'
import { factsOf } from './candidateFacts.ts'
import { checkedFit } from './checkedFit.ts'
import { checksOf } from './diagnoseCandidate.ts'
import type { LoadedCandidate } from './loadedCandidate.ts'

/** A run that is in memory. */
export interface RunInMemory {
  readonly state: RunState
  readonly context: RunContext
  readonly table: Table
}

/** The diagnoses of the models that a report shows, of a run in memory: at one half, for nothing is stored with it. */
export function stateDiagnoses(document: RunDocument, run: RunInMemory): DiagnosisDocument {
  const metrics = document.models.map((model) => model.metrics)
  return diagnosisDocument(
    shownModels(document).map((model) => {
      const index = document.models.indexOf(model)
      const loaded = { ...loadedFromState(run, index), facts: factsOf(run.context, metrics, index) }
      const { heldOut, table, fits, facts } = loaded
      const diagnosis = diagnose({ heldOut, settings: DEFAULT_SETTINGS, table, fits, ranking: facts.ranking })
      const isBinary = run.context.experiment.task === 'binary'
      return {
        name: model.name,
        diagnosis,
        checks: checksOf(loaded),
        ...(isBinary && { threshold: DEFAULT_SETTINGS.threshold, isThresholdStored: false }),
      }
    }),
  )
}

function loadedFromState({ state, context, table }: RunInMemory, index: number): LoadedCandidate {
  const { task, positiveClass } = context.experiment
  const { classes, labels, values } = encodeTarget(table, task)
  const fits = [...state.candidates[index].fits.values()].filter((fit) => isDone(fit) && fit.key.outer === undefined)
  const stored = fits.map(({ key: { repeat, fold }, predictions }) => ({
    repeat,
    fold,
    ...(predictions && { predictions: { rows: predictions.rows, values: predictions.values.flat() } }),
  }))
  return {
    heldOut: aboutClass(heldOutOf({ task, classes, truth: labels ?? values ?? [] }, stored), positiveClass),
    table,
    fits: fits.map(checkedFit),
  }
}
