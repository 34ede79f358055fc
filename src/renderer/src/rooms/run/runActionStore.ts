import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { DatasetSummary } from '../../../../contract/datasets.ts'
import type { ExtendedRun, Extension } from '../../../../contract/runs.ts'
import type { FitScopeTable } from '../../../../core/run/fitScopeTable.ts'
import type { Verification } from '../../../../core/run/verification.ts'
import type { RunProgress } from '../../../../core/run/runProgress.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { readStream } from '../../api/readStream.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { useRunStore } from './runStore.ts'

/** A run that something is to be done with. */
export interface NamedRun {
  readonly runId: string
  readonly runName: string
  readonly datasetId?: string
  /** Of the candidate that is looked at. */
  readonly id?: string
}

/** What can be done with a run that was kept: edited, extended, verified. */
export const useRunActionStore = defineStore('runActions', () => {
  /** The run whose dialog is open. */
  const extending = shallowRef<NamedRun>()
  const exporting = shallowRef<NamedRun>()
  const verifying = shallowRef<NamedRun>()
  const scoping = shallowRef<NamedRun>()
  const scope = shallowRef<FitScopeTable>()
  const progress = shallowRef<RunProgress>()
  const verification = shallowRef<Verification>()
  const error = shallowRef<ErrorData>()
  const isBusy = ref(false)
  let controller = new AbortController()

  /** Puts the experiment of a run into the editor, as one that was not saved; what was there before is handed back. */
  async function edit({ runId, datasetId }: NamedRun): Promise<() => void> {
    const document = await useLab().runs.document({ runId })
    return editText(document.experiment, ({ id }) => id === datasetId)
  }
  /** {@link edit} for the text of an experiment, on the dataset of the workspace that it was made for. */
  async function editText(text: string, isItsDataset: (dataset: DatasetSummary) => boolean): Promise<() => void> {
    const lab = useLab()
    const experiment = useExperimentStore()
    const [read, datasets] = await Promise.all([lab.experiments.parse({ text }), lab.datasets.list()])
    if (experiment.isOpen) await experiment.currentText()
    const before = experiment.snapshot()
    experiment.take({ ...read, dataset: datasets.find(isItsDataset) ?? null })
    await experiment.loadFacts()
    return () => {
      experiment.take(before)
      void experiment.loadFacts()
    }
  }

  /** Puts a run into the queue that goes on from another, and follows it. `undefined` where that failed. */
  async function extend(runId: string, by: Extension): Promise<ExtendedRun | undefined> {
    isBusy.value = true
    error.value = undefined
    try {
      const extended = await useLab().runs.extend({ runId, by })
      extending.value = undefined
      useRunStore().watchRun(extended.runId)
      return extended
    } catch (thrown) {
      error.value = labError(thrown)
      return undefined
    } finally {
      isBusy.value = false
    }
  }

  /** Trains a run again to compare it with what is stored; closing the dialog ends that. */
  async function verify(run: NamedRun): Promise<void> {
    close()
    verifying.value = run
    controller = new AbortController()
    const { signal } = controller
    try {
      await readStream(
        (stop) => useLab().runs.verify({ runId: run.runId }, { signal: stop }),
        (update) => {
          if (update.kind === 'progress') progress.value = update.progress
          else verification.value = update.verification
        },
        signal,
      )
    } catch (thrown) {
      if (!signal.aborted) error.value = labError(thrown)
    }
  }
  /** Proves which rows took part in fitting. */
  async function proveScope(run: NamedRun): Promise<void> {
    close()
    scoping.value = run
    try {
      const found = await useLab().runs.fitScope({ runId: run.runId })
      if (scoping.value === run) scope.value = found
    } catch (thrown) {
      if (scoping.value === run) error.value = labError(thrown)
    }
  }
  function askExtend(run: NamedRun): void {
    close()
    extending.value = run
  }
  function askExport(run: NamedRun): void {
    close()
    exporting.value = run
  }
  function close(): void {
    controller.abort()
    exporting.value = undefined
    extending.value = undefined
    verifying.value = undefined
    scoping.value = undefined
    scope.value = undefined
    progress.value = undefined
    verification.value = undefined
    error.value = undefined
  }
  return {
    extending,
    exporting,
    verifying,
    scoping,
    scope,
    progress,
    verification,
    error,
    isBusy,
    edit,
    editText,
    extend,
    verify,
    proveScope,
    askExtend,
    askExport,
    close,
  }
})
