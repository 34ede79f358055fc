import { ref, shallowRef, type ComputedRef } from 'vue'
import type { HistoryFieldInfo, HistoryPage, HistoryQuery, HistoryRow } from '../../../../contract/history.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'

const PAGE = 500

/** The rows that a query finds, fetched page by page. */
export function historyRows(query: ComputedRef<HistoryQuery>) {
  const rows = shallowRef<readonly (HistoryRow | undefined)[]>([])
  const groups = shallowRef<HistoryPage['groups']>([])
  const total = ref(0)
  const isLoaded = ref(false)
  const error = shallowRef<ErrorData>()
  const fields = shallowRef<readonly HistoryFieldInfo[]>([])
  /** Every row that was ever fetched, by its id. */
  const known = shallowRef<ReadonlyMap<string, HistoryRow>>(new Map())
  let asked = 0

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

  return { rows, groups, total, isLoaded, error, fields, known, load, want, learn }
}
