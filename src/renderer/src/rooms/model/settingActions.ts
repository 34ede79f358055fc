import type { Ref } from 'vue'
import type { Search } from '../../../../core/experiment/file/experimentFile.ts'
import { setForAll } from '../../../../core/experiment/edit/setForAll.ts'
import * as edits from '../../../../core/experiment/edit/settingEdits.ts'
import type { ValidationPart } from '../../../../core/experiment/edit/settingEdits.ts'
import { withSetting } from '../../../../core/experiment/edit/withSetting.ts'
import type { ExperimentFile } from '../../../../core/experiment/file/experimentFile.ts'
import type { ValidationStrategy } from '../../../../core/split/validationSpec.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { shownValue } from './shownValue.ts'
import type { Step } from './step.ts'

/** Whether a training setting is changed for one model or for all. */
export type Scope = 'model' | 'all'

interface Selection {
  readonly modelIndex: Ref<number>
  readonly scope: Ref<Scope>
  /** What the selected model has now, its own or inherited. */
  readonly valueOf: (field: string) => unknown
}

/** Changes to settings of training, validation and preparation. */
export function settingActions({ modelIndex, scope, valueOf }: Selection) {
  const experiment = useExperimentStore()
  const set = (field: string, value: unknown, joins: string): Step => ({
    kind: 'set',
    field,
    ...shownValue(value),
    joins,
  })

  /** Sets a training setting of this model, or of all. */
  function setTraining(field: string, value: unknown): void {
    const index = modelIndex.value
    if (scope.value === 'model') {
      const step = set(field, value, `training ${index} ${field}`)
      experiment.applyEdit(step, (file) => edits.setTraining(file, index, field, value))
    } else {
      const before = valueOf(field)
      experiment.applyEdit(set(field, value, `training of all ${field}`), (file) =>
        setForAll(file, field, before, value),
      )
    }
  }
  function setMetrics(names: readonly string[] | undefined): void {
    experiment.applyEdit({ kind: 'set', field: 'metrics', joins: 'metrics' }, (file) => edits.setMetrics(file, names))
  }
  function setValidation(field: string, value: unknown, part?: ValidationPart): void {
    experiment.applyEdit(set(field, value, `validation ${part ?? ''} ${field}`), (file) =>
      edits.setValidation(file, { field, value, ...(part && { part }) }),
    )
  }
  function chooseStrategy(strategy: ValidationStrategy, part?: ValidationPart): void {
    const step: Step = { kind: 'set', field: 'strategy', value: strategy }
    experiment.applyEdit(step, (file) => edits.chooseStrategy(file, strategy, part))
  }
  function setPreprocessing(part: 'numeric' | 'category' | 'target', field: string, value: unknown): void {
    experiment.applyEdit(set(field, value, `preprocessing ${part} ${field}`), (file) =>
      edits.setPreprocessing(file, part, field, value),
    )
  }
  /** Which candidates of the sweeps of the selected model are tried. */
  function setSearch(search: Search | undefined): void {
    const index = modelIndex.value
    experiment.applyEdit(set('search', search, `search ${index}`), (file) =>
      edits.setOfModel(file, index, 'search', search),
    )
  }
  function setRoot(field: 'seed' | 'finalModel', value: number | string | undefined): void {
    experiment.applyEdit(
      set(field, value, `root ${field}`),
      (file) => withSetting(file, field, value) as unknown as ExperimentFile,
    )
  }

  return { setTraining, setMetrics, setValidation, chooseStrategy, setPreprocessing, setSearch, setRoot }
}
