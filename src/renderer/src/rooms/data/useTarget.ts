import { computed } from 'vue'
import { useI18n } from '../../i18n/useI18n.ts'
import type { DatasetColumn } from '../../../../core/dataset/inspection.ts'
import { LEAST_ROWS, targetProblem, taskOf } from '../../../../core/dataset/targetProblem.ts'
import { twoClasses } from '../../../../core/dataset/twoClasses.ts'
import { labelOf, positiveClassOf } from '../../../../core/experiment/positiveClass.ts'
import type { Task } from '../../../../core/dataset/table.ts'
import { useDataStore } from './dataStore.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useRoles } from './useRoles.ts'

const TASKS = ['binary', 'multiclass', 'regression'] as const satisfies readonly Task[]
/** A list of more columns than this is of no use: the grid is where they are chosen. */
const MOST_LISTED = 100

/** What is to be predicted: the column, why it can or cannot be, and as what it is learned. */
export function useTarget() {
  const data = useDataStore()
  const experiment = useExperimentStore()
  const { isOwn, target } = useRoles()
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

  /** Why no column of the file can be predicted; `undefined` where one can be. */
  const hindrance = computed(() => {
    if (!data.inspection) return undefined
    const { rows } = data.inspection
    if (columns.value.length < 2) return t('data.target.oneColumn')
    if (rows < LEAST_ROWS) return t('data.target.fewRows', { n: format.value.count(rows), least: LEAST_ROWS })
    if (columns.value.every((one) => targetProblem(one) !== undefined)) return t('data.target.noneFits')
    return undefined
  })
  /** Why the chosen column cannot be predicted. */
  const problem = computed(() => column.value && problemOf(column.value, chosenTask.value))
  /** The last column, where it is the obvious one and cannot be. */
  const lastProblem = computed(() => {
    const last = columns.value.at(-1)
    return last && last.name !== target.value ? problemOf(last) : undefined
  })
  const options = computed(() => {
    const listed = columns.value.length <= MOST_LISTED ? columns.value : columns.value.slice(-MOST_LISTED)
    const all = column.value && !listed.includes(column.value) ? [column.value, ...listed] : listed
    return all.map((one) => {
      const kind = targetProblem(one)
      return { value: one.name, label: one.name, ...(kind && { muted: true, hint: t(`data.target.short.${kind}`) }) }
    })
  })

  /** The rows that are left out because the target has no value in them; `undefined` for none. */
  const leftOut = computed(() => {
    if (!column.value || problem.value !== undefined || column.value.missing === 0) return undefined
    const { missing, missingTokens = [] } = column.value
    const values = { column: column.value.name, n: format.value.count(missing), tokens: missingTokens.join(', ') }
    return t(missingTokens.length > 0 ? 'data.target.leftOutTokens' : 'data.target.leftOut', values, missing)
  })

  function problemOf(one: DatasetColumn, asked?: Task): string | undefined {
    const { name, profile, type } = one
    const kind = targetProblem(one)
    const values = {
      column: name,
      n: format.value.count(profile.distinct),
      rows: format.value.count(profile.count),
      least: LEAST_ROWS,
      type: t(`data.types.${type}`),
    }
    if (kind) return t(`data.target.problem.${kind}`, values)
    if (taskOf(one, asked, settings.value) !== undefined || asked === undefined) return undefined
    return t('data.target.problem.task', { ...values, task: t(`data.target.tasks.${asked}`) })
  }
  return {
    column,
    chosenTask,
    task,
    followed,
    tasks,
    hindrance,
    problem,
    leftOut,
    lastProblem,
    options,
    positive,
    isLong: computed(() => columns.value.length > MOST_LISTED),
  }
}
