import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { isRecord } from '../../../../core/experiment/file/experimentFile.ts'
import type { ValidationStrategy } from '../../../../core/split/validationSpec.ts'
import type {
  ExperimentFile,
  Search,
  WrittenLayer,
  WrittenModel,
} from '../../../../core/experiment/file/experimentFile.ts'
import { modelTemplate } from '../../../../core/experiment/edit/modelTemplates.ts'
import type { ModelTemplate } from '../../../../core/experiment/edit/modelTemplates.ts'
import { formatPath } from '../../../../core/experiment/file/nodePath.ts'
import { layerType } from '../../../../core/experiment/resolve/previewModels.ts'
import { switchFlat, switchStrategy } from '../../../../core/experiment/edit/switchStrategy.ts'
import { setForAll } from '../../../../core/experiment/edit/setForAll.ts'
import { uniqueName } from '../../../../core/experiment/edit/uniqueName.ts'
import type { Advice } from '../../../../core/diagnostics/advice/adviseModel.ts'
import { layerCatalogue } from '../../../../core/model/layerCatalogue.ts'
import { newThing } from '../../../../core/settings/newThing.ts'
import type { Mutable } from '../../stores/mutable.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import type { Step } from './step.ts'

export type ModelRoomView = 'stack' | 'yaml' | 'both'
/** Whether a training setting is changed for one model or for all. */
export type Scope = 'model' | 'all'
/** A part of a nested validation. */
export type ValidationPart = 'outer' | 'inner'
type MutableModel = Mutable<WrittenModel>
type MutableLayer = Mutable<WrittenLayer>
type Settings = Record<string, unknown>

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

  function changeModel(step: Step, recipe: (model: MutableModel) => void): void {
    experiment.change(step, (draft) => recipe(draft.models[modelIndex.value]))
  }
  /** The layers of a model as its own: those it takes from another become its own when they are changed. */
  function changeLayers(step: Step, recipe: (layers: MutableLayer[]) => void): void {
    const own = layers.value
    changeModel(step, (model) => {
      if (model.layers === undefined || model.patch !== undefined) {
        model.layers = structuredClone(toPlain(own)) as MutableLayer[]
        delete model.patch
      }
      recipe(model.layers)
    })
  }

  /** Puts a new layer behind the selected one, before the output. */
  /** The card that has the keyboard, whether its form is open or not: a new layer comes after it. */
  const focusedIndex = ref<number>()
  function addLayer(type: string): void {
    const at = insertionPlace()
    changeLayers({ kind: 'addLayer', layer: type }, (list) => {
      const activation = type === 'dense' ? usualActivation(layers.value) : undefined
      list.splice(at, 0, { ...newThing(layerCatalogue, type), ...(activation && { activation }) } as MutableLayer)
    })
    layerIndex.value = at
  }
  function insertionPlace(): number {
    const types = layers.value.map(layerType)
    const output = types.lastIndexOf('output')
    const last = output < 0 ? types.length : output
    const after = focusedIndex.value ?? layerIndex.value
    return after === undefined ? last : Math.min(after + 1, last)
  }
  function removeLayer(index: number): void {
    const type = layerType(layers.value[index])
    changeLayers({ kind: 'removeLayer', layer: type }, (list) => void list.splice(index, 1))
    layerIndex.value = layers.value.length === 0 ? undefined : Math.min(index, layers.value.length - 1)
  }
  function duplicateLayer(index: number): void {
    const layer = layers.value[index]
    changeLayers({ kind: 'duplicateLayer', layer: layerType(layer) }, (list) => {
      const copy = structuredClone(toPlain(layer)) as MutableLayer
      if (typeof copy === 'object') delete (copy as { name?: unknown }).name
      list.splice(index + 1, 0, copy)
    })
    layerIndex.value = index + 1
  }
  /** Whether the layer can go there: the output stays last. */
  function canMove(from: number, to: number): boolean {
    const types = layers.value.map(layerType)
    return to >= 0 && to < types.length && types[from] !== 'output' && types[to] !== 'output'
  }
  function moveLayer(from: number, to: number): void {
    if (from === to || !canMove(from, to)) return
    changeLayers({ kind: 'moveLayer', layer: layerType(layers.value[from]) }, (list) => {
      list.splice(to, 0, ...list.splice(from, 1))
    })
    layerIndex.value = to
  }
  /** Sets one field of a layer; `undefined` leaves it to its default. */
  function setLayerField(index: number, field: string, value: unknown): void {
    const step: Step = { kind: 'set', field, ...shown(value), joins: `layer ${modelIndex.value} ${index} ${field}` }
    changeLayers(step, (list) => {
      const layer = list[index]
      const written: Settings = typeof layer === 'string' ? { type: layer } : layer
      setOrDelete(written, field, value)
      list[index] = written as unknown as MutableLayer
    })
  }

  /** Sets a training setting of this model, or of all. */
  function setTraining(field: string, value: unknown): void {
    const step: Step = { kind: 'set', field, ...shown(value), joins: `training ${modelIndex.value} ${field}` }
    if (scope.value === 'all') {
      const before = (preview.value?.merged as Settings | undefined)?.[field]
      experiment.applyEdit({ ...step, joins: `training of all ${field}` }, (file) =>
        setForAll(file, field, before, value),
      )
      return
    }
    experiment.change(step, (draft) => {
      const isInherited = inherited(draft, field) !== undefined
      const isOff = value === undefined || value === 'none'
      setOrDelete(draft.models[modelIndex.value], field, isOff && isInherited ? 'none' : value)
    })
  }
  function inherited(draft: Mutable<ExperimentFile>, field: string): unknown {
    return (draft.training as Settings | undefined)?.[field]
  }
  /** Sets the scores of all models, of which the first ranks; `undefined`: all, ranked as the task asks. */
  function setMetrics(names: readonly string[] | undefined): void {
    experiment.change({ kind: 'set', field: 'metrics', joins: 'metrics' }, (draft) => {
      for (const model of draft.models) Reflect.deleteProperty(model, 'metrics')
      if (names === undefined && !draft.training) return
      draft.training ??= {}
      setOrDelete(draft.training, 'metrics', names && [...names])
    })
  }
  /** Sets one setting of how rows are held out, of a nested validation of one of its parts. */
  function setValidation(field: string, value: unknown, part?: ValidationPart): void {
    const step: Step = { kind: 'set', field, ...shown(value), joins: `validation ${part ?? ''} ${field}` }
    experiment.change(step, (draft) => {
      const written = { ...draft.validation } as Settings
      if (part) written[part] = withField(written[part], field, value)
      else setOrDelete(written, field, value)
      draft.validation = written
    })
  }
  /** Holds rows out in another way; settings that still apply stay. */
  function chooseStrategy(strategy: ValidationStrategy, part?: ValidationPart): void {
    experiment.change({ kind: 'set', field: 'strategy', value: strategy }, (draft) => {
      const written = draft.validation ?? {}
      if (!part) draft.validation = switchStrategy(toPlain(written), strategy)
      else if (written.strategy === 'nested' && strategy !== 'nested')
        written[part] = switchFlat(toPlain(written[part] ?? {}), strategy)
    })
  }
  /** Sets how values are prepared in each fold; `undefined` leaves it to its default. */
  function setPreprocessing(part: 'numeric' | 'category' | 'target', field: string, value: unknown): void {
    const step: Step = { kind: 'set', field, ...shown(value), joins: `preprocessing ${part} ${field}` }
    experiment.change(step, (draft) => {
      const written = { ...draft.preprocessing } as Settings
      const next = part === 'target' ? value : withField(written[part], field, value)
      setOrDelete(written, part, isRecord(next) && Object.keys(next).length === 0 ? undefined : next)
      setOrDelete(draft, 'preprocessing', Object.keys(written).length === 0 ? undefined : written)
    })
  }
  /** Which candidates of the sweeps of the selected model are tried. */
  function setSearch(search: Search | undefined): void {
    changeModel({ kind: 'set', field: 'search', ...shown(search), joins: `search ${modelIndex.value}` }, (model) => {
      setOrDelete(model, 'search', search)
    })
  }
  function setRoot(field: 'seed' | 'finalModel', value: number | string | undefined): void {
    experiment.change({ kind: 'set', field, ...shown(value), joins: `root ${field}` }, (draft) => {
      setOrDelete(draft, field, value)
    })
  }

  function addModel(template: ModelTemplate): void {
    const model = modelTemplate(template)
    insertModel(model, 'addModel', models.value.length)
  }
  /** A model of an output alone, to be built from there. */
  function addEmptyModel(): void {
    insertModel({ name: 'Model', layers: [{ type: 'output' }] }, 'addModel', models.value.length)
  }
  function duplicateModel(index: number): void {
    insertModel(structuredClone(toPlain(models.value[index])), 'duplicateModel', index + 1)
  }
  function insertModel(model: WrittenModel, kind: 'addModel' | 'duplicateModel', at: number): void {
    const name = uniqueName(
      model.name,
      models.value.map((known) => known.name),
    )
    experiment.change({ kind, name: model.name }, (draft) => {
      draft.models.splice(at, 0, { ...model, name } as MutableModel)
    })
    selectModel(at)
  }
  function removeModel(index: number): void {
    experiment.change({ kind: 'removeModel', name: models.value[index].name }, (draft) => {
      draft.models.splice(index, 1)
    })
    selectModel(Math.min(index, models.value.length - 1))
  }
  /** Models built on a renamed one follow. */
  function renameModel(index: number, wanted: string): void {
    const before = models.value[index].name
    const name = uniqueName(
      wanted,
      models.value.filter((_, other) => other !== index).map((model) => model.name),
    )
    experiment.change({ kind: 'renameModel', name }, (draft) => {
      draft.models[index].name = name
      for (const model of draft.models) if (model.extends === before) model.extends = name
    })
  }

  /** Does what a piece of advice proposes. */
  function follow(advice: Advice): void {
    const optimizer = toPlain(preview.value?.merged.optimizer)
    const own = toPlain(layers.value)
    changeModel({ kind: 'advice', code: advice.code }, (model) => {
      if (advice.patch.some(({ at }) => at[0] === 'layers') && (model.layers === undefined || model.patch)) {
        model.layers = structuredClone(own) as MutableLayer[]
        delete model.patch
      }
      if (advice.patch.some(({ at }) => at[0] === 'optimizer'))
        model.optimizer = structuredClone(optimizer) as MutableModel['optimizer']
      for (const patch of advice.patch) applyPatch(model, patch)
    })
  }

  /** What is wrong at a place of the selected model. */
  function problemsAt(...path: (string | number)[]) {
    const place = formatPath(['models', modelIndex.value, ...path])
    return experiment.problems.filter(({ path: at }) => at === place || at?.startsWith(`${place}.`) === true)
  }

  return {
    view,
    scope,
    modelIndex,
    layerIndex,
    models,
    preview,
    layers,
    selectModel,
    addLayer,
    removeLayer,
    duplicateLayer,
    canMove,
    moveLayer,
    setLayerField,
    setTraining,
    setMetrics,
    setValidation,
    chooseStrategy,
    setPreprocessing,
    setSearch,
    setRoot,
    addModel,
    addEmptyModel,
    focusedIndex,
    duplicateModel,
    removeModel,
    renameModel,
    follow,
    problemsAt,
  }
})

/** The activation that most dense layers of a stack have; `undefined` where none is written. */
function usualActivation(layers: readonly unknown[]): string | undefined {
  const counts = new Map<string, number>()
  for (const layer of layers) {
    const activation = isRecord(layer) && layer['type'] === 'dense' ? layer['activation'] : undefined
    if (typeof activation === 'string') counts.set(activation, (counts.get(activation) ?? 0) + 1)
  }
  return [...counts].sort((one, other) => other[1] - one[1]).at(0)?.[0]
}

function setOrDelete(settings: Settings, field: string, value: unknown): void {
  if (value === undefined) Reflect.deleteProperty(settings, field)
  else settings[field] = value
}

function withField(part: unknown, field: string, value: unknown): Settings {
  const written: Settings = isRecord(part) ? { ...part } : {}
  setOrDelete(written, field, value)
  return written
}

function shown(value: unknown): { value?: string | number | boolean } {
  if (isRecord(value) && typeof value.type === 'string') return { value: value.type }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? { value } : {}
}

/** A copy without proxies, which `structuredClone` refuses. */
function toPlain<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T)
}

function applyPatch(model: Settings, { at, value, insert }: Advice['patch'][number]): void {
  let holder: unknown = model
  for (const [depth, step] of at.slice(0, -1).entries()) {
    const next = (holder as Record<string | number, unknown>)[step]
    // A type alone is written out before a field of it can be set.
    if (typeof next === 'string') (holder as Record<string | number, unknown>)[step] = { type: next }
    holder = (holder as Record<string | number, unknown>)[step]
    if (holder === undefined) throw new Error(`no ${String(at[depth])} in ${JSON.stringify(model)}`)
  }
  const last = at[at.length - 1]
  if (insert && Array.isArray(holder)) holder.splice(Number(last), 0, value)
  else (holder as Record<string | number, unknown>)[last] = value
}
