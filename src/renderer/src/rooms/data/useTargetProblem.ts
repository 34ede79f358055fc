import type { DatasetSettings } from '../../../../core/dataset/datasetSettings.ts'
import type { DatasetColumn } from '../../../../core/dataset/inspection.ts'
import type { Task } from '../../../../core/dataset/table.ts'
import { LEAST_ROWS, targetProblem, taskOf } from '../../../../core/dataset/targetProblem.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useI18n } from '../../i18n/useI18n.ts'

/** Says why a column cannot be predicted, or not as what was asked for; `undefined` where it can. */
export function useTargetProblem() {
  const { t } = useI18n()
  const format = useFormat()
  return (column: DatasetColumn, asked?: Task, settings?: DatasetSettings['columns']): string | undefined => {
    const { name, profile, type } = column
    const kind = targetProblem(column)
    const values = {
      column: name,
      n: format.value.count(profile.distinct),
      rows: format.value.count(profile.count),
      least: LEAST_ROWS,
      type: t(`data.types.${type}`),
    }
    if (kind) return t(`data.target.problem.${kind}`, values)
    if (taskOf(column, asked, settings) !== undefined || asked === undefined) return undefined
    return t('data.target.problem.task', { ...values, task: t(`data.target.tasks.${asked}`) })
  }
}
