import { computed } from 'vue'
import { useI18n } from '../../i18n/useI18n.ts'
import { columnSettings } from '../../../../core/dataset/columnSettings.ts'
import type { DatasetColumn } from '../../../../core/dataset/inspection.ts'
import { columnsWithRole, setRoles as setColumnRoles } from '../../../../core/experiment/edit/setRoles.ts'
import type { Role } from '../../../../core/dataset/datasetSettings.ts'
import { useDataStore } from './dataStore.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'

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
  return { isOwn, target, roleOf, setRoles }
}
