import { defineStore } from 'pinia'
import { ref, shallowRef, type Ref } from 'vue'
import type { ExtendedRun, Extension } from '../../../../contract/runs.ts'
import type { FitScopeTable } from '../../../../core/run/fitScopeTable.ts'
import type { Verification } from '../../../../core/run/verification.ts'
import type { RunProgress } from '../../../../core/run/runProgress.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { readStream } from '../../api/readStream.ts'
import { edit, editText } from './editRun.ts'
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
  const { isBusy, extend } = extensions(extending, error)
  let controller = new AbortController()

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
    for (const dialog of [exporting, extending, verifying, scoping]) dialog.value = undefined
    scope.value = undefined
    progress.value = undefined
    verification.value = undefined
    error.value = undefined
  }
  const dialogs = { extending, exporting, verifying, scoping, scope, progress, verification, error, isBusy }
  return { ...dialogs, edit, editText, extend, verify, proveScope, askExtend, askExport, close }
})

/** Runs that go on from another. */
function extensions(extending: Ref<NamedRun | undefined>, error: Ref<ErrorData | undefined>) {
  const isBusy = ref(false)
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

  return { isBusy, extend }
}
