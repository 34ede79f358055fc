import { defineStore } from 'pinia'
import { computed, ref, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { HistoryRow } from '../../../../contract/history.ts'
import type { FileHandle } from '../../../../contract/identifiers.ts'
import type { ChosenSection, OpenedReport, ReportFormat } from '../../../../contract/reports.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { LONGEST_NOTE } from '../../../../core/report/reportOptions.ts'
import type { ReportOptions } from '../../../../core/report/reportOptions.ts'
import { useSettingsStore } from '../../stores/settingsStore.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { deliver } from '../../api/deliver.ts'
import type { SavedAs } from '../../api/deliver.ts'

const MOST_ROWS = 2000
/** What the room remembers. */
const VIEW = 'reportOptions'

/** Runs that a report can be made of, and how it is saved. */
export const useReportStore = defineStore('report', () => {
  const rows = shallowRef<readonly HistoryRow[]>([])
  const formats = shallowRef<readonly ReportFormat[]>([])
  const sections = shallowRef<readonly ChosenSection[]>([])
  const format = ref<ReportFormat>('html')
  const isLoaded = ref(false)
  const isSaving = ref(false)
  const error = shallowRef<ErrorData>()
  const options = reportOptions()
  const opened = openedReport(error)
  const size = reportSize(error, options.options)

  /** Each run once, newest first. */
  const runs = computed(() => [...new Map(rows.value.map((row) => [row.runId, row])).values()])

  async function load(): Promise<void> {
    try {
      const lab = useLab()
      const sort = { field: 'startedAt', direction: 'descending' } as const
      const [page, known, parts] = await Promise.all([
        lab.history.query({ sort, groupBy: 'run', count: MOST_ROWS }),
        lab.reports.formats(),
        lab.reports.sections(),
      ])
      rows.value = page.rows
      formats.value = known
      sections.value = parts
      error.value = undefined
    } catch (thrown) {
      error.value = labError(thrown)
    } finally {
      isLoaded.value = true
    }
  }
  /** Saves the report; where it was saved, `undefined` where it was called off or failed. */
  async function save(runId: string): Promise<SavedAs | undefined> {
    isSaving.value = true
    try {
      const saved = await useLab().reports.save({ runId, format: format.value, options: options.options.value })
      return deliver(saved)
    } catch (thrown) {
      error.value = labError(thrown)
      return undefined
    } finally {
      isSaving.value = false
    }
  }

  const list = { rows, runs, sections, formats, isLoaded, load }
  return { ...options, ...opened, ...size, ...list, format, isSaving, error, save }
})

/** What the report holds, as a person chooses it. */
function reportOptions() {
  const settings = useSettingsStore()
  /** Sections that are left out, and who made the report: remembered from one report to the next. */
  const remembered = computed(() => settings.viewOf(VIEW, { leaveOut: [] as string[], author: '' }))
  const note = ref('')
  /** The score that leads, where it is not the one that ranks. */
  const metric = ref<string>()
  const options = computed((): ReportOptions => ({
    ...remembered.value,
    note: note.value,
    ...(metric.value !== undefined && { metric: metric.value }),
    language: settings.language,
  }))

  function choose(changes: Partial<typeof remembered.value>): void {
    void settings.change({ views: { [VIEW]: { ...remembered.value, ...changes } } })
  }
  function toggle(id: string): void {
    const { leaveOut } = remembered.value
    choose({ leaveOut: leaveOut.includes(id) ? leaveOut.filter((one) => one !== id) : [...leaveOut, id] })
  }
  let taken = { runId: '', note: '' }
  /** Takes over the note of the run, as much as a report holds; what was typed stays while the run is the same. */
  function takeNote({ runId, note: whole }: Pick<HistoryRow, 'runId' | 'note'>): void {
    const own = whole.slice(0, LONGEST_NOTE)
    if (runId !== taken.runId || note.value === taken.note) note.value = own
    taken = { runId, note: own }
  }

  return { options, note, metric, choose, toggle, takeNote }
}

/** A saved report that is looked at instead of a run's. */
function openedReport(error: ShallowRef<ErrorData | undefined>) {
  const opened = shallowRef<OpenedReport>()
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

  return { opened, open, close }
}

/** How large the report is. */
function reportSize(error: ShallowRef<ErrorData | undefined>, options: ComputedRef<ReportOptions>) {
  const bytes = ref<number>()
  let measured = 0
  /** Makes the report once, to know that it can be made and how large it is. Only the newest answer counts. */
  async function measure(runId: string): Promise<void> {
    const turn = ++measured
    bytes.value = undefined
    try {
      const { html } = await useLab().reports.preview({ runId, options: options.value })
      if (turn !== measured) return
      bytes.value = new Blob([html]).size
      error.value = undefined
    } catch (thrown) {
      if (turn === measured) error.value = labError(thrown)
    }
  }

  return { bytes, measure }
}
