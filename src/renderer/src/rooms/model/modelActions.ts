import type { ComputedRef, Ref } from 'vue'
import type { Advice } from '../../../../core/diagnostics/advice/adviseModel.ts'
import type { WrittenLayer, WrittenModel } from '../../../../core/experiment/file/experimentFile.ts'
import * as edits from '../../../../core/experiment/edit/modelEdits.ts'
import { modelTemplate, type ModelTemplate } from '../../../../core/experiment/edit/modelTemplates.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'

interface Selection {
  readonly modelIndex: Ref<number>
  readonly models: ComputedRef<readonly WrittenModel[]>
  readonly selectModel: (index: number) => void
  /** The selected model with what it takes from others. */
  readonly merged: () => { readonly layers: readonly WrittenLayer[]; readonly optimizer: unknown }
}

/** Changes to the list of models. */
export function modelActions({ modelIndex, models, selectModel, merged }: Selection) {
  const experiment = useExperimentStore()

  function addModel(template: ModelTemplate): void {
    insert(modelTemplate(template), 'addModel', models.value.length)
  }
  /** A model of an output alone, to be built from there. */
  function addEmptyModel(): void {
    insert({ name: 'Model', layers: [{ type: 'output' }] }, 'addModel', models.value.length)
  }
  function duplicateModel(index: number): void {
    insert(models.value[index], 'duplicateModel', index + 1)
  }
  function insert(model: WrittenModel, kind: 'addModel' | 'duplicateModel', at: number): void {
    experiment.applyEdit({ kind, name: model.name }, (file) => edits.insertModel(file, model, at))
    selectModel(at)
  }
  function removeModel(index: number): void {
    const { name } = models.value[index]
    experiment.applyEdit({ kind: 'removeModel', name }, (file) => edits.removeModel(file, index))
    selectModel(Math.min(index, models.value.length - 1))
  }
  function renameModel(index: number, wanted: string): void {
    if (!experiment.file) return
    const name = edits.freeName(experiment.file, index, wanted)
    experiment.applyEdit({ kind: 'renameModel', name }, (file) => edits.renameModel(file, index, name))
  }
  /** Does what a piece of advice proposes. */
  function follow(advice: Advice): void {
    const [index, whole] = [modelIndex.value, merged()]
    experiment.applyEdit({ kind: 'advice', code: advice.code }, (file) =>
      edits.followAdvice(file, index, advice, whole),
    )
  }

  return { addModel, addEmptyModel, duplicateModel, removeModel, renameModel, follow }
}
