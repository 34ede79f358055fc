import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import type { ModelFacts, ShownRow } from '../../../../contract/predictions.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { watchSettled } from '../../composables/watchSettled.ts'
import type { predictOptions } from './predictOptions.ts'

/** A row is predicted once nothing more was typed for so long. */
const TYPED_MS = 120

type Beside = ReturnType<typeof predictOptions>['beside']

/** The row typed by hand, and what is predicted for it. */
export function typedRowOf(facts: Ref<ModelFacts | undefined>, beside: ComputedRef<Beside['value']>) {
  const typed = ref<Record<string, string>>({})
  const typedRow = shallowRef<ShownRow>()
  const typedError = shallowRef<ErrorData>()
  let typing = new AbortController()

  function forgetTyped(): void {
    typed.value = {}
    typedRow.value = undefined
  }
  /** Predicts the row typed by hand, as soon as it has what the model needs. */
  async function predictTyped(): Promise<void> {
    typing.abort()
    typing = new AbortController()
    const { signal } = typing
    const model = facts.value?.model
    typedError.value = undefined
    if (model === undefined || missingCells.value > 0 || Object.values(typed.value).every((cell) => cell === '')) {
      typedRow.value = undefined
      return
    }
    try {
      const request = { model, cells: typed.value, ...beside.value }
      const row = await useLab().predictions.row(request, { signal })
      if (!signal.aborted) typedRow.value = row
    } catch (thrown) {
      if (signal.aborted) return
      typedRow.value = undefined
      typedError.value = labError(thrown)
    }
  }
  /** Cells that the row typed by hand still needs. */
  const missingCells = computed(
    () =>
      (facts.value?.columns ?? []).filter(
        ({ name, mayBeMissing }) => !mayBeMissing && (typed.value[name] ?? '').trim() === '',
      ).length,
  )
  // What is written into the file alone changes nothing here.
  watchSettled([typed, () => JSON.stringify(beside.value)], TYPED_MS, predictTyped)

  return { typed, typedRow, typedError, missingCells, forgetTyped }
}
