import { computed, ref, shallowRef } from 'vue'
import type { DatasetChoices, DatasetDetails, ImportUpdate } from '../../../../contract/datasets.ts'
import type { FileHandle } from '../../../../contract/identifiers.ts'
import type { Role } from '../../../../core/dataset/datasetSettings.ts'
import type { Inspection } from '../../../../core/dataset/inspection.ts'
import type { Task } from '../../../../core/dataset/table.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { labError } from '../../api/labError.ts'

/** What a person said about the columns before there is an experiment on them. */
export interface Setup {
  readonly target?: string
  /** Absent: follows from the target. */
  readonly task?: Task
  /** Of two classes the one that scores are about; absent: the rarer. */
  readonly positiveClass?: string
  readonly columns: Readonly<Record<string, { readonly role: Role }>>
}

export type Progress = Extract<ImportUpdate, { kind: 'progress' }>
export type DataState = ReturnType<typeof dataState>

/** A dataset of the workspace, or a file on its way in, and the work on it: one at a time. */
export function dataState() {
  const details = shallowRef<DatasetDetails | null>(null)
  /** Where the bytes are, so that they can be read in another way; absent after a reload. */
  const source = shallowRef<FileHandle>()
  const choices = shallowRef<DatasetChoices>({})
  /** How the file is read with the present choices, where that is not imported yet. */
  const reading = shallowRef<Inspection | null>(null)
  const isReading = ref(false)
  const progress = shallowRef<Progress | null>(null)
  const error = shallowRef<ErrorData | null>(null)
  const setup = shallowRef<Setup>({ columns: {} })
  let controller = new AbortController()

  const inspection = computed(() => reading.value ?? details.value?.inspection ?? null)

  function showImported(): void {
    startAnew()
    reading.value = null
    choices.value = details.value?.summary.choices ?? {}
  }

  /** Calls off what is under way, which from then on changes nothing here. */
  function startAnew(): AbortSignal {
    controller.abort()
    controller = new AbortController()
    progress.value = null
    isReading.value = false
    error.value = null
    return controller.signal
  }
  async function guarded(work: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      if (signal?.aborted) return
      const data = labError(thrown)
      if (!data.code.startsWith('stopped/')) error.value = data
    }
  }

  const refs = { details, source, choices, reading, isReading, progress, error, setup, inspection }
  return { refs, showImported, startAnew, guarded }
}
