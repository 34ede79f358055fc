import { ref, shallowRef } from 'vue'
import type { PredictionUpdate } from '../../../../contract/predictions.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { labError } from '../../api/labError.ts'

export type Progress = Extract<PredictionUpdate, { kind: 'progress' }>

/** One piece of work at a time: what begins calls off what went before. */
export function oneAtATime() {
  const progress = shallowRef<Progress>()
  const isReading = ref(false)
  const error = shallowRef<ErrorData>()
  let controller = new AbortController()

  function startAnew(): AbortSignal {
    controller.abort()
    controller = new AbortController()
    progress.value = undefined
    isReading.value = false
    error.value = undefined
    return controller.signal
  }
  async function guarded(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      if (!signal.aborted) error.value = labError(thrown)
    }
  }

  return { progress, isReading, error, startAnew, guarded }
}
