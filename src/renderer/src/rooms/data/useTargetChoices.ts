import { computed } from 'vue'
import { LEAST_ROWS, targetProblem } from '../../../../core/dataset/targetProblem.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useI18n } from '../../i18n/useI18n.ts'
import { useDataStore } from './dataStore.ts'
import { useRoles } from './useRoles.ts'
import { useTargetProblem } from './useTargetProblem.ts'

/** A list of more columns than this is of no use: the grid is where they are chosen. */
const MOST_LISTED = 100

/** The columns that can be chosen as the target, and why some or all cannot. */
export function useTargetChoices() {
  const data = useDataStore()
  const { target } = useRoles()
  const problemOf = useTargetProblem()
  const { t } = useI18n()
  const format = useFormat()
  const columns = computed(() => data.inspection?.columns ?? [])

  /** Why no column of the file can be predicted; `undefined` where one can be. */
  const hindrance = computed(() => {
    if (!data.inspection) return undefined
    const { rows } = data.inspection
    if (columns.value.length < 2) return t('data.target.oneColumn')
    if (rows < LEAST_ROWS) return t('data.target.fewRows', { n: format.value.count(rows), least: LEAST_ROWS })
    if (columns.value.every((one) => targetProblem(one) !== undefined)) return t('data.target.noneFits')
    return undefined
  })
  /** The last column, where it is the obvious one and cannot be. */
  const lastProblem = computed(() => {
    const last = columns.value.at(-1)
    return last && last.name !== target.value ? problemOf(last) : undefined
  })
  const options = computed(() => {
    const listed = columns.value.length <= MOST_LISTED ? columns.value : columns.value.slice(-MOST_LISTED)
    const chosen = columns.value.find(({ name }) => name === target.value)
    const all = chosen && !listed.includes(chosen) ? [chosen, ...listed] : listed
    return all.map((one) => {
      const kind = targetProblem(one)
      return { value: one.name, label: one.name, ...(kind && { muted: true, hint: t(`data.target.short.${kind}`) }) }
    })
  })

  return { hindrance, lastProblem, options, isLong: computed(() => columns.value.length > MOST_LISTED) }
}
