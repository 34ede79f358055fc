import { ref, shallowRef, type Ref } from 'vue'
import { MOST_DIAGNOSTIC_ROWS } from '../../../../contract/diagnosisLimits.ts'
import type { DiagnosticRowPage } from '../../../../contract/diagnostics.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { deliver, type SavedAs } from '../../api/deliver.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'

/** Which rows are listed: those behind a cell of the confusion matrix, some by number, or all that were ever wrong. */
export type ShownRows =
  | { readonly kind: 'cell'; readonly truth: number; readonly predicted: number }
  | { readonly kind: 'rows'; readonly rows: readonly number[] }
  | { readonly kind: 'wrong' }

export type SortBy =
  | 'hardest'
  | 'row'
  | 'truth'
  | 'predicted'
  | 'probability'
  | 'truthProbability'
  | 'wrong'
  | 'error'
  | { readonly column: string }

const ROWS_SHOWN = 100

interface Diagnosed {
  readonly id: Readonly<Ref<string | undefined>>
  readonly threshold: Readonly<Ref<number | undefined>>
  readonly error: Ref<ErrorData | undefined>
}

/** Rows of a candidate: which ones, in which order, how many. */
export function listedRows({ id, threshold, error }: Diagnosed) {
  const shown = shallowRef<ShownRows>({ kind: 'wrong' })
  const sort = shallowRef<{ by: SortBy; direction: 'ascending' | 'descending' }>({
    by: 'hardest',
    direction: 'descending',
  })
  const page = shallowRef<DiagnosticRowPage>()
  /** Text that listed rows contain in a cell. */
  const filter = ref('')
  const rowsShown = ref(ROWS_SHOWN)
  const loadRows = rowRequests({ id, error, page }, (candidate) => ({
    ...request(candidate),
    count: rowsShown.value,
  }))

  function forgetRows(): void {
    shown.value = { kind: 'wrong' }
    page.value = undefined
    filter.value = ''
    rowsShown.value = ROWS_SHOWN
    sort.value = { by: 'hardest', direction: 'descending' }
  }
  async function showMore(): Promise<void> {
    rowsShown.value = Math.min(MOST_DIAGNOSTIC_ROWS, rowsShown.value + ROWS_SHOWN)
    await loadRows()
  }
  async function filterBy(text: string): Promise<void> {
    filter.value = text
    await loadRows()
  }
  function request(candidate: string) {
    const rows = shown.value.kind === 'rows' ? { kind: 'rows' as const, rows: [...shown.value.rows] } : shown.value
    return {
      candidate,
      request: rows,
      sort: sort.value,
      ...(filter.value !== '' && { filter: filter.value }),
      ...(threshold.value !== undefined && { threshold: threshold.value }),
    }
  }
  async function show(rows: ShownRows): Promise<void> {
    shown.value = rows
    rowsShown.value = ROWS_SHOWN
    await loadRows()
  }
  async function sortBy(by: SortBy): Promise<void> {
    const isSame = JSON.stringify(sort.value.by) === JSON.stringify(by)
    const direction = isSame && sort.value.direction === 'descending' ? 'ascending' : 'descending'
    sort.value = { by, direction }
    await loadRows()
  }
  /** Saves the listed rows as CSV; where it was saved, `undefined` where it was called off. */
  async function saveRows(): Promise<SavedAs | undefined> {
    const candidate = id.value
    if (candidate === undefined) return undefined
    const saved = await useLab().diagnostics.saveRows(request(candidate))
    return deliver(saved)
  }

  return { shown, sort, page, filter, forgetRows, loadRows, show, showMore, filterBy, sortBy, saveRows }
}

type RowRequest = Parameters<ReturnType<typeof useLab>['diagnostics']['rows']>[0]

/** Asks for rows, one request at a time: while the threshold moves, the answers in between are of no use. */
function rowRequests(
  { id, error, page }: Pick<Diagnosed, 'id' | 'error'> & { readonly page: Ref<DiagnosticRowPage | undefined> },
  requestFor: (candidate: string) => RowRequest,
) {
  let isAsking = false
  let isOld = false
  return async function loadRows(): Promise<void> {
    const candidate = id.value
    if (candidate === undefined) return
    isOld = true
    if (isAsking) return
    isAsking = true
    try {
      while (isOld) {
        isOld = false
        const answer = await useLab().diagnostics.rows(requestFor(id.value ?? candidate))
        if (!isOld) page.value = answer
      }
    } catch (thrown) {
      error.value = labError(thrown)
    } finally {
      isAsking = false
    }
  }
}
