import { ref, type ComputedRef, type Ref } from 'vue'
import type { ExperimentFile, WrittenLayer } from '../../../../core/experiment/file/experimentFile.ts'
import * as edits from '../../../../core/experiment/edit/layerEdits.ts'
import { layerType } from '../../../../core/experiment/resolve/previewModels.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { shownValue } from './shownValue.ts'
import type { Step } from './step.ts'

interface Selection {
  readonly modelIndex: Ref<number>
  readonly layerIndex: Ref<number | undefined>
  /** Layers of the selected model, its own or taken from another. */
  readonly layers: ComputedRef<readonly WrittenLayer[]>
}

/** Changes to the layers of the selected model. */
export function layerActions({ modelIndex, layerIndex, layers }: Selection) {
  const experiment = useExperimentStore()
  /** The card that has the keyboard, whether its form is open or not: a new layer comes after it. */
  const focusedIndex = ref<number>()

  type Edit = (file: ExperimentFile, stack: edits.Stack) => ExperimentFile
  function apply(step: Step, edit: Edit): void {
    const stack = { model: modelIndex.value, layers: layers.value }
    experiment.applyEdit(step, (file) => edit(file, stack))
  }

  /** Puts a new layer behind the focused or selected one, before the output. */
  function addLayer(type: string): void {
    const at = edits.placeOfNewLayer(layers.value, focusedIndex.value ?? layerIndex.value)
    apply({ kind: 'addLayer', layer: type }, (file, stack) => edits.insertLayer(file, stack, at, type))
    layerIndex.value = at
  }
  function removeLayer(index: number): void {
    const step: Step = { kind: 'removeLayer', layer: layerType(layers.value[index]) }
    apply(step, (file, stack) => edits.removeLayer(file, stack, index))
    layerIndex.value = layers.value.length === 0 ? undefined : Math.min(index, layers.value.length - 1)
  }
  function duplicateLayer(index: number): void {
    const step: Step = { kind: 'duplicateLayer', layer: layerType(layers.value[index]) }
    apply(step, (file, stack) => edits.duplicateLayer(file, stack, index))
    layerIndex.value = index + 1
  }
  function canMove(from: number, to: number): boolean {
    return edits.canMoveLayer(layers.value, from, to)
  }
  function moveLayer(from: number, to: number): void {
    if (from === to || !canMove(from, to)) return
    const step: Step = { kind: 'moveLayer', layer: layerType(layers.value[from]) }
    apply(step, (file, stack) => edits.moveLayer(file, stack, from, to))
    layerIndex.value = to
  }
  function setLayerField(index: number, field: string, value: unknown): void {
    const joins = `layer ${modelIndex.value} ${index} ${field}`
    const step: Step = { kind: 'set', field, ...shownValue(value), joins }
    apply(step, (file, stack) => edits.setLayerField(file, stack, { index, field, value }))
  }

  return { focusedIndex, addLayer, removeLayer, duplicateLayer, canMove, moveLayer, setLayerField }
}
