import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { formatPath } from '../../../../core/experiment/file/nodePath.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { layerActions } from './layerActions.ts'
import { modelActions } from './modelActions.ts'
import { settingActions, type Scope } from './settingActions.ts'

export type ModelRoomView = 'stack' | 'yaml' | 'both'

/** What is selected in the model room, and its changes to the experiment. */
export const useModelRoomStore = defineStore('modelRoom', () => {
  const experiment = useExperimentStore()
  const view = ref<ModelRoomView>('stack')
  const scope = ref<Scope>('model')
  const modelIndex = ref(0)
  const layerIndex = ref<number>()

  const models = computed(() => experiment.file?.models ?? [])
  const preview = computed(() => experiment.previews[modelIndex.value] ?? null)
  const layers = computed(() => preview.value?.merged.layers ?? [])

  watch(
    () => experiment.takenCount,
    () => selectModel(0),
  )
  watch(
    () => models.value.length,
    (count) => {
      if (modelIndex.value >= count) selectModel(Math.max(0, count - 1))
    },
  )
  watch(
    () => layers.value.length,
    (count) => {
      if (layerIndex.value !== undefined && layerIndex.value >= count) layerIndex.value = count - 1
    },
  )

  function selectModel(index: number): void {
    modelIndex.value = index
    layerIndex.value = undefined
  }
  function valueOf(field: string): unknown {
    return (preview.value?.merged as Readonly<Record<string, unknown>> | undefined)?.[field]
  }
  /** What is wrong at a place of the selected model. */
  function problemsAt(...path: (string | number)[]) {
    const place = formatPath(['models', modelIndex.value, ...path])
    return experiment.problems.filter(({ path: at }) => at === place || at?.startsWith(`${place}.`) === true)
  }
  const merged = () => ({ layers: layers.value, optimizer: valueOf('optimizer') })

  const selection = { view, scope, modelIndex, layerIndex, models, preview, layers, selectModel, problemsAt }
  return {
    ...selection,
    ...layerActions({ modelIndex, layerIndex, layers }),
    ...settingActions({ modelIndex, scope, valueOf }),
    ...modelActions({ modelIndex, models, selectModel, merged }),
  }
})
