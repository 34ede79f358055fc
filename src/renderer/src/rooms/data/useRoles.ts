import { computed } from 'vue'
import { useI18n } from '../../i18n/useI18n.ts'
import type { DatasetColumn } from '../../../../core/dataset/inspection.ts'
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
    experiment.change({ kind: 'data', what }, (draft) => {
      if (role === 'target') draft.dataset.target = name
      const { [name]: own, ...others } = draft.dataset.columns ?? {}
      const { role: _before, ...rest } = own ?? {}
      const isPlain = role === 'target' || (role === 'feature' && type !== 'text')
      const next = isPlain ? rest : { ...rest, role }
      const columns = Object.keys(next).length === 0 ? others : { ...others, [name]: next }
      if (Object.keys(columns).length === 0) delete draft.dataset.columns
      else draft.dataset.columns = columns
    })
  }
  function stepName(column: string, role: Role): string {
    return t('data.step.role', { column, role: t(`data.roles.${role}`) })
  }
  return { isOwn, target, roleOf, setRole }
}
