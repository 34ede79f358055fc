import { computed } from 'vue'
import { useI18n } from '../../i18n/useI18n.ts'
import type { DatasetColumn } from '../../../../core/dataset/inspection.ts'
import { setRole as setColumnRole } from '../../../../core/experiment/edit/setRole.ts'
import type { Role } from '../../../../core/dataset/datasetSettings.ts'
import { useDataStore } from './dataStore.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'

export type ShownRole = Role | 'leftOut'

/** What each column does in the experiment, and how that is changed. */
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
    const name = settings.value?.target
    return data.inspection?.columns.some((column) => column.name === name) ? name : undefined
  })

  function roleOf({ name, type }: Pick<DatasetColumn, 'name' | 'type'>): ShownRole {
    if (name === target.value) return 'target'
    const given = settings.value?.columns?.[name]?.role
    return given ?? (type === 'text' ? 'leftOut' : 'feature')
  }
  function setRole({ name, type }: Pick<DatasetColumn, 'name' | 'type'>, role: Role): void {
    const what = role === 'target' ? t('data.step.target', { column: name }) : stepName(name, role)
    experiment.applyEdit({ kind: 'data', what }, (file) => setColumnRole(file, { name, type }, role))
  }
  function stepName(column: string, role: Role): string {
    return t('data.step.role', { column, role: t(`data.roles.${role}`) })
  }
  return { isOwn, target, roleOf, setRole }
}
