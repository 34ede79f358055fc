import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type {
  CandidateCurves,
  ComparisonTable,
  HistoryFieldInfo,
  HistoryFilter,
  HistoryPage,
  HistoryQuery,
  HistoryRow,
} from '../../../../contract/history.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { MOST_SERIES } from '../../charts/seriesStyle.ts'
import { useLeadingMetricStore } from '../../stores/leadingMetricStore.ts'
import { useSettingsStore } from '../../stores/settingsStore.ts'
import { useToastStore } from '../../stores/toastStore.ts'

/** A candidate that is selected: it keeps its look (slot) for as long as it is. */
export interface Selected {
  readonly id: string
  readonly slot: number
}

const PAGE = 500
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
  const rows = shallowRef<readonly (HistoryRow | undefined)[]>([])
  const groups = shallowRef<HistoryPage['groups']>([])
  const total = ref(0)
  const isLoaded = ref(false)
  const error = shallowRef<ErrorData>()
  const fields = shallowRef<readonly HistoryFieldInfo[]>([])
  const selected = ref<readonly Selected[]>([])
  const known = shallowRef<ReadonlyMap<string, HistoryRow>>(new Map())
  const curves = shallowRef<readonly CandidateCurves[]>([])
  const comparison = shallowRef<ComparisonTable | null>(null)
  /** All candidates of the sweep that was last looked at. */
  const sweep = shallowRef<readonly HistoryRow[]>([])
  let asked = 0

  const query = computed((): HistoryQuery => ({
    ...(filters.value.length > 0 && { filters: filters.value }),
    ...(text.value !== '' && { text: text.value }),
    sort: sort.value,
    leading: [...leading.chosen],
    ...(groupBy.value !== 'none' && { groupBy: groupBy.value }),
    ...(isDeletedView.value && { deleted: true }),
  }))
  const selectedRows = computed(() => selected.value.flatMap(({ id }) => known.value.get(id) ?? []))

  /** Asks for the first page anew. */
  async function load(): Promise<void> {
    asked += 1
    const mine = asked
    try {
      const [page, info] = await Promise.all([
        useLab().history.query({ ...query.value, from: 0, count: PAGE }),
        useLab().history.fields(),
      ])
      if (mine !== asked) return
      rows.value = [...page.rows, ...Array.from({ length: page.matching - page.rows.length }, () => undefined)]
      groups.value = page.groups
      total.value = page.total
      fields.value = info
      error.value = undefined
      learn(page.rows)
    } catch (thrown) {
      if (mine === asked) error.value = labError(thrown)
    } finally {
      isLoaded.value = true
    }
  }
  /** Fetches the page that holds row `index`, where it is missing. */
  const underway = new Set<number>()
  async function want(index: number): Promise<void> {
    const from = Math.floor(index / PAGE) * PAGE
    if (rows.value[index] !== undefined || underway.has(from)) return
    underway.add(from)
    const mine = asked
    try {
      const page = await useLab().history.query({ ...query.value, from, count: PAGE })
      if (mine !== asked) return
      const next = [...rows.value]
      page.rows.forEach((row, at) => (next[from + at] = row))
      rows.value = next
      learn(page.rows)
    } catch (thrown) {
      error.value = labError(thrown)
    } finally {
      underway.delete(from)
    }
  }
  function learn(found: readonly HistoryRow[]): void {
    const next = new Map(known.value)
    for (const row of found) next.set(row.id, row)
    known.value = next
  }

  function slotOf(id: string): number | undefined {
    return selected.value.find((one) => one.id === id)?.slot
  }
  /** Takes a candidate into the selection or out of it. False where it is full. */
  function toggle(id: string): boolean {
    if (slotOf(id) !== undefined) {
      selected.value = selected.value.filter((one) => one.id !== id)
      return true
    }
    const slot = Array.from({ length: MOST_SERIES }, (_, at) => at).find((at) =>
      selected.value.every((one) => one.slot !== at),
    )
    if (slot === undefined) return false
    selected.value = [...selected.value, { id, slot }]
    return true
  }
  /** Selects these alone. */
  function selectOnly(ids: readonly string[]): void {
    selected.value = ids.slice(0, MOST_SERIES).map((id, slot) => ({ id, slot }))
  }

  let followed = 0
  watch(
    [selected, () => leading.chosen, () => metricOf(selected.value.map(({ id }) => id)).metric],
    () => void follow(),
  )
  /** Fetches what the selection's charts and tables show. */
  async function follow(): Promise<void> {
    followed += 1
    const mine = followed
    const ids = selected.value.map(({ id }) => id)
    if (ids.length === 0) {
      curves.value = []
      comparison.value = null
      return
    }
    try {
      const [found, compared] = await Promise.all([
        useLab().history.curves({ rows: ids }),
        useLab().history.compare({ rows: ids, ...metricOf(ids) }),
      ])
      if (mine !== followed) return
      curves.value = found
      comparison.value = compared
      learn(compared.rows)
      await followSweep(known.value.get(ids.at(-1) ?? ''), () => mine === followed)
    } catch (thrown) {
      if (mine === followed) error.value = labError(thrown)
    }
  }
  /** The score that leads, where all that are compared have it and it is not what ranks anyway. */
  function metricOf(ids: readonly string[]): { readonly metric?: string } {
    const compared = ids.flatMap((id) => known.value.get(id) ?? [])
    const [first] = compared
    const names = Object.keys(first?.metrics ?? {}).filter((name) => compared.every(({ metrics }) => name in metrics))
    const metric = leading.of(first?.primaryMetric ?? '', names)
    return compared.every(({ primaryMetric }) => primaryMetric === metric) || !names.includes(metric) ? {} : { metric }
  }
  /** What the sweep's standings are by. */
  let sweepLeading: readonly string[] = []
  /** The sweep of a candidate; a sweep of another run goes away. */
  async function followSweep(row: HistoryRow | undefined, isWanted: () => boolean): Promise<void> {
    const [first] = sweep.value
    if (row && first && first.runId !== row.runId) sweep.value = []
    if (!row || row.sweepSize < 2) return
    const isShown = first?.runId === row.runId && first.model === row.model && row.status === first.status
    const { chosen } = leading
    if (isShown && sweepLeading === chosen) return
    const is = (field: string, value: string): HistoryFilter => ({ field, operator: 'is', values: [value] })
    const page = await useLab().history.query({
      filters: [is('run', row.runId), is('model', row.model)],
      deleted: isDeletedView.value,
      leading: [...chosen],
      count: 2000,
    })
    if (!isWanted()) return
    sweepLeading = chosen
    sweep.value = page.rows
    learn(page.rows)
  }

  async function annotate(
    runIds: string[],
    changes: { name?: string; note?: string; tags?: string[]; isStarred?: boolean },
  ): Promise<void> {
    await useLab().history.annotate({ runIds, ...changes })
    await load()
  }
  /** Gives a tag to the runs that have it not, and asks for the list once. */
  async function addTag(runs: readonly HistoryRow[], tag: string): Promise<void> {
    const tagged = new Map(runs.map(({ runId, tags }) => [runId, tags]))
    try {
      for (const [runId, tags] of tagged)
        if (!tags.includes(tag)) await useLab().history.annotate({ runIds: [runId], tags: [...tags, tag] })
    } finally {
      await load()
    }
  }
  /** Deletes runs; the words say what was deleted and how to take it back. */
  async function remove(runIds: string[], words: { readonly title: string; readonly undo: string }): Promise<void> {
    await useLab().history.delete({ runIds })
    selected.value = selected.value.filter(({ id }) => !runIds.includes(runOf(id)))
    await load()
    const action = { label: words.undo, run: () => void restore(runIds) }
    useToastStore().show({ tone: 'info', title: words.title, action })
  }
  async function restore(runIds: string[]): Promise<void> {
    await useLab().history.restore({ runIds })
    await load()
  }

  /** Columns a person chose to see; `null` for those that the rows suggest. */
  const chosenColumns = computed(() => useSettingsStore().viewOf<string[] | null>(COLUMNS_KEY, null))
  function setColumns(columns: string[] | null): void {
    void useSettingsStore().change({ views: { [COLUMNS_KEY]: columns } })
  }

  return {
    filters,
    text,
    sort,
    groupBy,
    isDeletedView,
    rows,
    groups,
    total,
    isLoaded,
    error,
    fields,
    selected,
    selectedRows,
    known,
    curves,
    comparison,
    sweep,
    query,
    chosenColumns,
    load,
    want,
    slotOf,
    toggle,
    selectOnly,
    follow,
    annotate,
    addTag,
    remove,
    restore,
    setColumns,
  }
})

/** The run of a candidate, from the candidate's id. */
export function runOf(rowId: string): string {
  return rowId.slice(0, rowId.lastIndexOf('/'))
}
