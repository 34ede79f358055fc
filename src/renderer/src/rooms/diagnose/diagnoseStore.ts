import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { MOST_DIAGNOSED, MOST_DIAGNOSTIC_ROWS } from '../../../../contract/diagnosisLimits.ts'
import type { CandidateDiagnosis, DiagnosticRowPage } from '../../../../contract/diagnostics.ts'
import type { HistoryRow } from '../../../../contract/history.ts'
import type { Calibration } from '../../../../core/diagnostics/calibration.ts'
import type { DiagnosticId } from '../../../../core/diagnostics/diagnosticTable.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { deliver } from '../../api/deliver.ts'
import type { SavedAs } from '../../api/deliver.ts'

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
/** What the first view shows: the rest is asked for once that is drawn. */
const FIRST: readonly DiagnosticId[] = ['confusionMatrix', 'operatingPoints', 'rocCurve', 'perClass', 'residuals']
const MOST_SIBLINGS = 2000
/** What hangs on the costs of mistakes. */
const COSTED: readonly DiagnosticId[] = ['thresholds', 'leastCost']
type Binning = Calibration['binning']

/** One candidate's mistakes, with up to three others drawn over its figures. */
export const useDiagnoseStore = defineStore('diagnose', () => {
  const id = ref<string>()
  const overlaid = ref<readonly string[]>([])
  const siblings = shallowRef<readonly HistoryRow[]>([])
  const diagnoses = shallowRef<readonly CandidateDiagnosis[]>([])
  const threshold = ref<number>()
  const shown = shallowRef<ShownRows>({ kind: 'wrong' })
  const sort = shallowRef<{ by: SortBy; direction: 'ascending' | 'descending' }>({
    by: 'hardest',
    direction: 'descending',
  })
  const page = shallowRef<DiagnosticRowPage>()
  /** Text that listed rows contain in a cell. */
  const filter = ref('')
  const rowsShown = ref(ROWS_SHOWN)
  /** `costs[truth][predicted]`, where somebody gave some. */
  const costs = shallowRef<readonly (readonly number[])[]>()
  /** How the calibration curve is binned. */
  const binning = ref<Binning>('uniform')
  /** Column that residuals are shown against, where one was chosen. */
  const feature = ref<string>()
  const error = shallowRef<ErrorData>()
  const isLoading = ref(false)
  /** Whether all diagnostics are there, and not only those of the first view. */
  const isWhole = ref(false)
  let asked = 0
  let isAskingRows = false
  let areRowsOld = false

  const own = computed(() => diagnoses.value.find((one) => one.id === id.value))

  /** Shows a candidate, `run/index`. */
  async function open(candidate: string): Promise<void> {
    if (id.value === candidate && own.value) return
    id.value = candidate
    overlaid.value = []
    diagnoses.value = []
    threshold.value = undefined
    shown.value = { kind: 'wrong' }
    page.value = undefined
    filter.value = ''
    rowsShown.value = ROWS_SHOWN
    costs.value = undefined
    binning.value = 'uniform'
    feature.value = undefined
    sort.value = { by: 'hardest', direction: 'descending' }
    isWhole.value = false
    await Promise.all([Promise.all([loadFirst(), loadRows()]).then(load), loadSiblings(candidate)])
  }
  /** The first view of a candidate, apart from its rows, which the lab computes while the page draws. */
  async function loadFirst(): Promise<void> {
    if (!(await ask(FIRST))) return
    threshold.value = own.value?.threshold
    if (sort.value.by === 'hardest')
      sort.value = { by: own.value?.task === 'regression' ? 'error' : 'wrong', direction: 'descending' }
  }
  async function load(): Promise<void> {
    if (await ask()) isWhole.value = true
  }
  /** Asks for diagnostics, all unless some are named; whether the answer is what is shown. */
  async function ask(ids?: readonly DiagnosticId[]): Promise<boolean> {
    const first = id.value
    if (first === undefined) return false
    const turn = ++asked
    isLoading.value = true
    try {
      const candidates = [first, ...overlaid.value]
      const answer = await useLab().diagnostics.of({
        candidates,
        ...(ids && { ids: [...ids] }),
        binning: binning.value,
        ...(feature.value !== undefined && { feature: feature.value }),
        ...(costs.value && { costs: costs.value.map((row) => [...row]) }),
      })
      if (turn !== asked) return false
      const isPart = ids !== undefined && ids !== FIRST
      diagnoses.value = isPart ? diagnoses.value.map((old) => withNewer(old, answer)) : answer
      error.value = undefined
      return true
    } catch (thrown) {
      if (turn === asked) error.value = labError(thrown)
      return false
    } finally {
      if (turn === asked) isLoading.value = false
    }
  }
  async function loadSiblings(candidate: string): Promise<void> {
    const [runId = ''] = candidate.split('/')
    try {
      const filters = [{ field: 'run', operator: 'is' as const, values: [runId] }]
      const { rows } = await useLab().history.query({ filters, count: MOST_SIBLINGS })
      if (id.value === candidate) siblings.value = rows
    } catch (thrown) {
      error.value = labError(thrown)
    }
  }
  /** Draws another candidate over the figures, or takes it away. */
  async function toggle(candidate: string): Promise<void> {
    const isOn = overlaid.value.includes(candidate)
    overlaid.value = isOn
      ? overlaid.value.filter((one) => one !== candidate)
      : [...overlaid.value, candidate].slice(0, MOST_DIAGNOSED - 1)
    await load()
  }
  async function loadRows(): Promise<void> {
    const candidate = id.value
    if (candidate === undefined) return
    areRowsOld = true
    // One request at a time: while the threshold moves, the answers in between are of no use.
    if (isAskingRows) return
    isAskingRows = true
    try {
      while (areRowsOld) {
        areRowsOld = false
        const answer = await useLab().diagnostics.rows({ ...request(id.value ?? candidate), count: rowsShown.value })
        if (!areRowsOld) page.value = answer
      }
    } catch (thrown) {
      error.value = labError(thrown)
    } finally {
      isAskingRows = false
    }
  }
  async function showMore(): Promise<void> {
    rowsShown.value = Math.min(MOST_DIAGNOSTIC_ROWS, rowsShown.value + ROWS_SHOWN)
    await loadRows()
  }
  async function filterBy(text: string): Promise<void> {
    filter.value = text
    await loadRows()
  }
  async function setCosts(table: readonly (readonly number[])[]): Promise<void> {
    costs.value = table
    await refresh(COSTED)
  }
  async function setBinning(kind: Binning): Promise<void> {
    binning.value = kind
    await refresh(['calibration'])
  }
  /** Shows residuals against another column. */
  async function setFeature(column: string): Promise<void> {
    feature.value = column
    await refresh(['residualsByFeature'])
  }
  /** Computes anew what hangs on a choice. */
  async function refresh(ids: readonly DiagnosticId[]): Promise<void> {
    if (isLoading.value || !isWhole.value) await load()
    else await ask(ids)
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
  /** Stores the threshold with the candidate: predictions and reports use it from then on. */
  async function keepThreshold(rule?: 'half' | 'f1' | 'youden' | 'cost'): Promise<void> {
    const candidate = id.value
    if (candidate === undefined || threshold.value === undefined) return
    try {
      await useLab().diagnostics.setThreshold({ candidate, threshold: threshold.value, ...(rule && { rule }) })
      await load()
    } catch (thrown) {
      error.value = labError(thrown)
    }
  }
  /** Silences a check for a run, or for good where none is named; or lets it speak again. */
  async function silence(code: string, runId: string | undefined, isSilenced: boolean): Promise<void> {
    try {
      await useLab().diagnostics.silenceCheck({ code, isSilenced, ...(runId !== undefined && { runId }) })
      await load()
    } catch (thrown) {
      error.value = labError(thrown)
    }
  }
  /** Saves the listed rows as CSV; where it was saved, `undefined` where it was called off. */
  async function saveRows(): Promise<SavedAs | undefined> {
    const candidate = id.value
    if (candidate === undefined) return undefined
    const saved = await useLab().diagnostics.saveRows(request(candidate))
    return deliver(saved)
  }
  return {
    id, overlaid, siblings, diagnoses, own, threshold, shown, sort, page, filter, costs, binning, error, isLoading, isWhole,
    open, load, toggle, loadRows, show, showMore, filterBy, setCosts, setBinning, setFeature, sortBy, silence, keepThreshold, saveRows,
  } // prettier-ignore
})

/** A diagnosis with what was computed anew of it. */
function withNewer(old: CandidateDiagnosis, answer: readonly CandidateDiagnosis[]): CandidateDiagnosis {
  const newer = answer.find(({ id }) => id === old.id)
  return newer ? { ...old, results: { ...old.results, ...newer.results } } : old
}
