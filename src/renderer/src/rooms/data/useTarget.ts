import { computed } from 'vue'
import { useI18n } from '../../i18n/useI18n.ts'
import { taskOf } from '../../../../core/dataset/targetProblem.ts'
import { twoClasses } from '../../../../core/dataset/twoClasses.ts'
import { labelOf, positiveClassOf } from '../../../../core/experiment/positiveClass.ts'
import type { Task } from '../../../../core/dataset/table.ts'
import { useDataStore } from './dataStore.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useRoles } from './useRoles.ts'
import { useTargetProblem } from './useTargetProblem.ts'

const TASKS = ['binary', 'multiclass', 'regression'] as const satisfies readonly Task[]

/** What is to be predicted: the column, why it cannot be, and as what it is learned. */
export function useTarget() {
  const data = useDataStore()
  const experiment = useExperimentStore()
  const { isOwn, target } = useRoles()
  const problemOf = useTargetProblem()
  const { t } = useI18n()
  const format = useFormat()

  const columns = computed(() => data.inspection?.columns ?? [])
  const column = computed(() => columns.value.find(({ name }) => name === target.value))
  const settings = computed(() => (isOwn.value ? experiment.file?.dataset.columns : undefined))
  /** As it was asked for; `undefined`: what follows from the column. */
  const chosenTask = computed(() => (isOwn.value ? experiment.file?.task : data.setup.task))
  const task = computed(() => column.value && taskOf(column.value, chosenTask.value, settings.value))
  const followed = computed(() => column.value && taskOf(column.value, undefined, settings.value))
  /** Tasks that the column can serve. */
  const tasks = computed(() => TASKS.filter((one) => column.value && taskOf(column.value, one, settings.value) === one))

  /** The class that scores of two classes are about: chosen, else the rarer. */
  const positive = computed(() => {
    if (!column.value || task.value !== 'binary') return undefined
    const { labels, counts } = twoClasses(column.value)
    const usual = positiveClassOf('binary', labels, counts)
    const chosen = labelOf(isOwn.value ? experiment.file?.positiveClass : data.setup.positiveClass)
    const label = chosen ?? usual
    return label === undefined || usual === undefined ? undefined : { labels, usual, chosen, label }
  })

  /** Why the chosen column cannot be predicted. */
  const problem = computed(() => column.value && problemOf(column.value, chosenTask.value, settings.value))
  /** The rows that are left out because the target has no value in them; `undefined` for none. */
  const leftOut = computed(() => {
    if (!column.value || problem.value !== undefined || column.value.missing === 0) return undefined
    const { missing, missingTokens = [] } = column.value
    const values = { column: column.value.name, n: format.value.count(missing), tokens: missingTokens.join(', ') }
    return t(missingTokens.length > 0 ? 'data.target.leftOutTokens' : 'data.target.leftOut', values, missing)
  })

  return { column, chosenTask, task, followed, tasks, problem, leftOut, positive }
}
