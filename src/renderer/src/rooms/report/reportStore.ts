import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { HistoryRow } from '../../../../contract/history.ts'
import type { FileHandle } from '../../../../contract/identifiers.ts'
import type { OpenedReport, ReportFormat, ReportOptions, ReportPart } from '../../../../contract/reports.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { deliver } from '../../api/deliver.ts'
import type { SavedAs } from '../../api/deliver.ts'
import { useLeadingMetricStore } from '../../stores/leadingMetricStore.ts'

const MOST_ROWS = 2000
const MOST_NOTE = 5000

/** Runs that a report can be made of, and how it is saved. */
export const useReportStore = defineStore('report', () => {
  const rows = shallowRef<readonly HistoryRow[]>([])
  const formats = shallowRef<readonly ReportFormat[]>([])
  const format = ref<ReportFormat>('html')
  const bytes = ref<number>()
  const isLoaded = ref(false)
  const isSaving = ref(false)
  const error = shallowRef<ErrorData>()
  /** A saved report that is looked at instead of a run's. */
  const opened = shallowRef<OpenedReport>()
  const without = ref<ReportPart[]>([])
  const author = ref('')
  /** Of a run, once it is changed here; until then the note of the run itself. */
  const notes = ref<Record<string, string>>({})
  const leading = useLeadingMetricStore()

  /** How the report of a run is to be written. */
  function optionsOf({ runId, primaryMetric, metrics, note }: HistoryRow): ReportOptions {
    const metric = leading.of(primaryMetric, Object.keys(metrics))
    const written = notes.value[runId] ?? note.slice(0, MOST_NOTE)
    return {
      ...(metric !== primaryMetric && { metric }),
      ...(without.value.length > 0 && { without: without.value }),
      ...(author.value !== '' && { author: author.value }),
      ...(written !== '' && { note: written }),
    }
  }

  /** Each run once, newest first. */
  const runs = computed(() => [...new Map(rows.value.map((row) => [row.runId, row])).values()])

  async function load(): Promise<void> {
    try {
      const lab = useLab()
      const sort = { field: 'startedAt', direction: 'descending' } as const
      const [page, known] = await Promise.all([
        lab.history.query({ sort, groupBy: 'run', count: MOST_ROWS }),
        lab.reports.formats(),
      ])
      rows.value = page.rows
      formats.value = known
      error.value = undefined
    } catch (thrown) {
      error.value = labError(thrown)
    } finally {
      isLoaded.value = true
    }
  }
  /** Makes the report once, to know that it can be made and how large it is. */
  async function measure(row: HistoryRow): Promise<void> {
    const { runId } = row
    bytes.value = undefined
    try {
      const { html } = await useLab().reports.preview({ runId, options: optionsOf(row) })
      bytes.value = new Blob([html]).size
      error.value = undefined
    } catch (thrown) {
      error.value = labError(thrown)
    }
  }
  /** Opens a report that was saved before. */
  async function open(file: FileHandle): Promise<void> {
    opened.value = undefined
    try {
      opened.value = await useLab().reports.open({ file: file.ref })
      error.value = undefined
    } catch (thrown) {
      error.value = labError(thrown)
    }
  }
  function close(): void {
    opened.value = undefined
    error.value = undefined
  }
  /** Saves the report; where it was saved, `undefined` where it was called off or failed. */
  async function save(row: HistoryRow): Promise<SavedAs | undefined> {
    const { runId } = row
    isSaving.value = true
    try {
      const saved = await useLab().reports.save({ runId, format: format.value, options: optionsOf(row) })
      return deliver(saved)
    } catch (thrown) {
      error.value = labError(thrown)
      return undefined
    } finally {
      isSaving.value = false
    }
  }
  return {
    without,
    author,
    notes,
    optionsOf,
    rows,
    runs,
    formats,
    format,
    bytes,
    isLoaded,
    isSaving,
    error,
    opened,
    open,
    close,
    load,
    measure,
    save,
  }
})
