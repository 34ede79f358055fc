import { useI18n } from '../../i18n/useI18n.ts'
import type { Task } from '../../../../core/dataset/table.ts'
import * as edits from '../../../../core/experiment/edit/targetEdits.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { useDataStore } from './dataStore.ts'
import { useRoles } from './useRoles.ts'

/** Changes what is predicted, in the experiment or in the one to come. */
export function useTargetEdits() {
  const data = useDataStore()
  const experiment = useExperimentStore()
  const { isOwn, target } = useRoles()
  const { t } = useI18n()
  const columnNamed = (name: string | undefined) => data.inspection?.columns.find((one) => one.name === name)

  /** Another column to predict: what its task does not have is no longer asked for. */
  function setTarget(name: string): void {
    const column = columnNamed(name)
    if (!column) return
    const what = t('data.step.target', { column: name })
    const { [name]: _own, ...columns } = data.setup.columns
    if (isOwn.value) experiment.applyEdit({ kind: 'data', what }, (file) => edits.setTarget(file, column))
    else data.setUp({ target: name, columns }, what)
  }
  /** What is learned of the target; `undefined`: what follows from it. */
  function setTask(task: Task | undefined): void {
    const what = t('data.step.task', { task: task ? t(`data.target.tasks.${task}`) : t('data.target.follows') })
    const column = columnNamed(target.value)
    const { task: _before, positiveClass: _class, ...rest } = data.setup
    if (isOwn.value) experiment.applyEdit({ kind: 'data', what }, (file) => edits.setTask(file, task, column))
    else data.setUp({ ...rest, ...(task && { task }) }, what)
  }
  /** The class that scores are about; `undefined`: the rarer one. */
  function setPositiveClass(label: string | undefined): void {
    const what = t('data.step.positive', { label: label ?? t('data.target.rarer') })
    const { positiveClass: _before, ...rest } = data.setup
    if (isOwn.value) experiment.applyEdit({ kind: 'data', what }, (file) => edits.setPositiveClass(file, label))
    else data.setUp({ ...rest, ...(label !== undefined && { positiveClass: label }) }, what)
  }

  return { setTarget, setTask, setPositiveClass }
}
