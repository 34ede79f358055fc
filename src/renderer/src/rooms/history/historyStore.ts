import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { HistoryFilter, HistoryQuery } from '../../../../contract/history.ts'
import { useLeadingMetricStore } from '../../stores/leadingMetricStore.ts'
import { useSettingsStore } from '../../stores/settingsStore.ts'
import { followedSelection } from './followedSelection.ts'
import { historyRows } from './historyRows.ts'
import { historySelection } from './historySelection.ts'
import { runAnnotations } from './runAnnotations.ts'

const COLUMNS_KEY = 'history.columns'
type Sort = NonNullable<HistoryQuery['sort']>

/** All runs that ever were: what is asked for, what is shown, and one selection for table, curves and comparison. */
export const useHistoryStore = defineStore('history', () => {
  const leading = useLeadingMetricStore()
  const filters = ref<HistoryFilter[]>([])
  const text = ref('')
  const sort = ref<Sort>({ field: 'startedAt', direction: 'descending' })
  const groupBy = ref<string>('run')
  const isDeletedView = ref(false)

  const query = computed((): HistoryQuery => ({
    ...(filters.value.length > 0 && { filters: filters.value }),
    ...(text.value !== '' && { text: text.value }),
    sort: sort.value,
    leading: [...leading.chosen],
    ...(groupBy.value !== 'none' && { groupBy: groupBy.value }),
    ...(isDeletedView.value && { deleted: true }),
  }))
  const { learn, ...found } = historyRows(query)
  const selection = historySelection()
  const { selected } = selection
  const followed = followedSelection({ ...found, learn, selected, isDeletedView })
  const annotations = runAnnotations(selected, found.load)
  const selectedRows = computed(() => selected.value.flatMap(({ id }) => found.known.value.get(id) ?? []))

  /** Columns a person chose to see; `null` for those that the rows suggest. */
  const chosenColumns = computed(() => useSettingsStore().viewOf<string[] | null>(COLUMNS_KEY, null))
  function setColumns(columns: string[] | null): void {
    void useSettingsStore().change({ views: { [COLUMNS_KEY]: columns } })
  }

  const asked = { filters, text, sort, groupBy, isDeletedView, query, chosenColumns, setColumns }
  return { ...asked, ...found, ...selection, ...followed, ...annotations, selectedRows }
})
