import { computed } from 'vue'
import { useI18n } from '../../i18n/useI18n.ts'
import { columnSettings } from '../../../../core/dataset/columnSettings.ts'
import type { DatasetColumn } from '../../../../core/dataset/inspection.ts'
import { columnsWithRole, setRoles as setColumnRoles } from '../../../../core/experiment/edit/setRoles.ts'
import type { Role } from '../../../../core/dataset/datasetSettings.ts'
import { useDataStore } from './dataStore.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import type { Task } from '../../../../core/dataset/table.ts'
import { taskOf } from '../../../../core/dataset/targetProblem.ts'
import { setTarget as setTargetOf } from '../../../../core/experiment/edit/setTarget.ts'
import { switchTask } from '../../../../core/experiment/edit/switchTask.ts'
import type { ExperimentFile } from '../../../../core/experiment/file/experimentFile.ts'

export type ShownRole = Role | 'leftOut'
type Column = Pick<DatasetColumn, 'name' | 'type'>

/** What each column does in the experiment, or will do in the one to come, and how that is changed. */
export function useRoles() {
  const data = useDataStore()
  const experiment = useExperimentStore()
  const { t } = useI18n()
  const settings = computed(() => experiment.file?.dataset)
  /** Whether the experiment is about the dataset that is shown. */
  const isOwn = computed(
    () => settings.value !== undefined && data.details !== null && experiment.dataset?.id === data.details.summary.id,
  )
  const target = computed(() => {
    const name = isOwn.value ? settings.value?.target : data.setup.target
    return data.inspection?.columns.some((column) => column.name === name) ? name : undefined
  })
  const columns = computed(() => (isOwn.value ? settings.value?.columns : data.setup.columns))

  function roleOf({ name, type }: Column): ShownRole {
    if (name === target.value) return 'target'
    const given = columnSettings(columns.value, name)?.role
    return given ?? (type === 'text' ? 'leftOut' : 'feature')
  }
  function setRole(column: Column, role: Role): void {
    if (role === 'target') setTarget(column.name)
    else setRoles([column], role)
  }
  /** Gives many columns one role in one step; the target stays what it is. */
  function setRoles(all: readonly Column[], role: Exclude<Role, 'target'>): void {
    const others = all.filter(({ name }) => name !== target.value)
    const [first] = others
    const shownRole = t(`data.roles.${role}`)
    const what =
      others.length === 1
        ? t('data.step.role', { column: first.name, role: shownRole })
        : t('data.step.roles', { n: others.length, role: shownRole })
    if (!isOwn.value) {
      data.setUp({ ...data.setup, columns: columnsWithRole(data.setup.columns, others, role) }, what)
      return
    }
    experiment.applyEdit({ kind: 'data', what }, (file) => setColumnRoles(file, others, role))
  }
  /** Another column to predict: what its task does not have is no longer asked for. */
  function setTarget(name: string): void {
    const column = data.inspection?.columns.find((one) => one.name === name)
    if (!column) return
    const what = t('data.step.target', { column: name })
    if (!isOwn.value) {
      data.setUp({ target: name, columns: without(data.setup.columns, name) }, what)
      return
    }
    experiment.applyEdit({ kind: 'data', what }, (file) => setTargetOf(file, column))
  }
  /** What is learned of the target; `undefined`: what follows from it. */
  function setTask(task: Task | undefined): void {
    const column = data.inspection?.columns.find(({ name }) => name === target.value)
    const shownTask = task ? t(`data.target.tasks.${task}`) : t('data.target.follows')
    const what = t('data.step.task', { task: shownTask })
    if (!isOwn.value) {
      const { task: _before, positiveClass: _class, ...rest } = data.setup
      data.setUp({ ...rest, ...(task && { task }) }, what)
      return
    }
    experiment.change({ kind: 'data', what }, (draft) => {
      if (task) draft.task = task
      else delete draft.task
      if (task !== undefined && task !== 'binary') delete draft.positiveClass
      const effective = column && taskOf(column, task, draft.dataset.columns)
      fit(draft, effective, (next) => Object.assign(draft, next))
    })
  }
  /** The class that scores are about; `undefined`: the rarer one. */
  function setPositiveClass(label: string | undefined): void {
    const what = t('data.step.positive', { label: label ?? t('data.target.rarer') })
    if (!isOwn.value) {
      const { positiveClass: _before, ...rest } = data.setup
      data.setUp({ ...rest, ...(label !== undefined && { positiveClass: label }) }, what)
      return
    }
    experiment.change({ kind: 'data', what }, (draft) => {
      if (label === undefined) delete draft.positiveClass
      else draft.positiveClass = label
    })
  }
  return { isOwn, target, roleOf, setRole, setRoles, setTarget, setTask, setPositiveClass }
}

function fit(file: ExperimentFile, task: Task | undefined, take: (next: Partial<ExperimentFile>) => void): void {
  if (task === undefined) return
  const { validation, training, models } = switchTask(file, task)
  take({ ...(validation && { validation }), ...(training && { training }), models })
}

type Columns = Readonly<Record<string, { readonly role?: Role }>>

function without<C extends Columns>(columns: C, name: string): C {
  return Object.fromEntries(Object.entries(columns).filter(([other]) => other !== name)) as C
}
