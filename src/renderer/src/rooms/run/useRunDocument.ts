import { shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { RunDocument } from '../../../../core/run/runDocument.ts'
import { useLab } from '../../api/lab.ts'
import type { LiveRun } from './runStore.ts'

/** The document of a run once it is over, where it says more than the run's events do; `undefined` until then. */
export function useRunDocument(run: () => LiveRun): Readonly<ShallowRef<RunDocument | undefined>> {
  const document = shallowRef<RunDocument>()
  const isNeeded = ({ end, state, header }: LiveRun) =>
    end !== undefined && (state.references.length > 0 || header.candidates.length > 1)
  watch(
    () => (isNeeded(run()) ? run().header.runId : undefined),
    async (runId) => {
      document.value = undefined
      if (runId === undefined) return
      const found = await useLab()
        .runs.document({ runId })
        .catch(() => undefined)
      if (run().header.runId === runId) document.value = found
    },
    { immediate: true },
  )
  return document
}
