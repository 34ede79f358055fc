import { shallowRef, watch, type Ref } from 'vue'
import type { CandidateCurves, ComparisonTable, HistoryFilter, HistoryRow } from '../../../../contract/history.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { useLeadingMetricStore } from '../../stores/leadingMetricStore.ts'
import type { historyRows } from './historyRows.ts'
import type { Selected } from './historySelection.ts'

const MOST_OF_SWEEP = 2000

interface Shown extends Pick<ReturnType<typeof historyRows>, 'known' | 'learn' | 'error'> {
  readonly selected: Ref<readonly Selected[]>
  readonly isDeletedView: Ref<boolean>
}

/** Curves, comparison and sweep of the selected candidates. */
export function followedSelection({ known, learn, error, selected, isDeletedView }: Shown) {
  const leading = useLeadingMetricStore()
  const curves = shallowRef<readonly CandidateCurves[]>([])
  const comparison = shallowRef<ComparisonTable | null>(null)
  const { sweep, followSweep } = followedSweep({ learn, isDeletedView })
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

  return { curves, comparison, sweep, follow }
}

function followedSweep({ learn, isDeletedView }: Pick<Shown, 'learn' | 'isDeletedView'>) {
  const leading = useLeadingMetricStore()
  /** All candidates of the sweep that was shown last. */
  const sweep = shallowRef<readonly HistoryRow[]>([])
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
      count: MOST_OF_SWEEP,
    })
    if (!isWanted()) return
    sweepLeading = chosen
    sweep.value = page.rows
    learn(page.rows)
  }

  return { sweep, followSweep }
}
