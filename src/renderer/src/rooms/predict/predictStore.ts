import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { HistoryRow } from '../../../../contract/history.ts'
import type { FileHandle } from '../../../../contract/identifiers.ts'
import type { ModelFacts } from '../../../../contract/predictions.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { predictedFile, predictionSaving } from './predictedFile.ts'
import { predictOptions } from './predictOptions.ts'
import { typedRowOf } from './typedRow.ts'
import { oneAtATime } from './work.ts'

/** A model, a file, how their columns go together, and what came of it. */
export const usePredictStore = defineStore('predict', () => {
  const facts = shallowRef<ModelFacts>()
  /** The model's candidate in the history, where it has one. */
  const candidate = shallowRef<HistoryRow>()
  /** A model file that a person has chosen. */
  const modelFile = shallowRef<FileHandle>()
  const modelError = shallowRef<ErrorData>()
  const options = predictOptions(facts)
  const work = oneAtATime()
  const shown = predictedFile({ facts, options, work })
  const { forgetTyped, ...byHand } = typedRowOf(facts, options.beside)
  const isWhole = computed(() => shown.result.value?.id !== undefined)

  /** Takes a model: of a run by `RUN/N`, or a file by its reference. */
  async function openModel(ref: string): Promise<void> {
    if (facts.value?.model === ref) return
    work.startAnew()
    shown.result.value = undefined
    forgetTyped()
    modelError.value = undefined
    try {
      const lab = useLab()
      facts.value = await lab.predictions.model({ model: ref })
      candidate.value = ref.includes('/') ? await candidateOf(ref) : undefined
      if (shown.file.value) await shown.read()
    } catch (thrown) {
      facts.value = undefined
      modelError.value = labError(thrown)
    }
  }
  async function openModelFile(chosen: FileHandle): Promise<void> {
    modelFile.value = chosen
    await openModel(chosen.ref)
  }
  /** Calls off what is under way. */
  function cancel(): void {
    work.startAnew()
  }

  const { progress, isReading, error } = work
  const model = { facts, candidate, modelFile, modelError, openModel, openModelFile }
  const asked = { options: options.options, level: options.level }
  return {
    ...model,
    ...asked,
    ...shown,
    ...byHand,
    ...predictionSaving(shown.result, work),
    progress,
    isReading,
    error,
    isWhole,
    cancel,
  }
})

async function candidateOf(id: string): Promise<HistoryRow | undefined> {
  const [run] = id.split('/')
  const { rows } = await useLab().history.query({ filters: [{ field: 'run', operator: 'is', values: [run] }] })
  return rows.find((row) => row.id === id)
}
