import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { HistoryRow } from '../../../../contract/history.ts'
import type { FileHandle } from '../../../../contract/identifiers.ts'
import type {
  ModelFacts,
  PredictionReading,
  PredictionResult,
  PredictionUpdate,
  ShownRow,
} from '../../../../contract/predictions.ts'
import type { DatasetChoices } from '../../../../contract/datasets.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import type { ColumnMatch } from '../../../../core/model/columnMap.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { saveDownload } from '../../api/saveDownload.ts'

type Progress = Extract<PredictionUpdate, { kind: 'progress' }>

/** What is written beside each prediction. */
export interface PredictOptions {
  /** Chance that an interval or a set holds the truth; absent: there is none. */
  readonly level?: number
  /** Passes of Monte Carlo dropout; absent: none. */
  readonly passes?: number
  readonly copy: readonly string[]
  readonly hasProbabilities: boolean
  readonly hasWarnings: boolean
}

/** After a change the beginning of the file is predicted anew, once nothing more has changed for so long. */
const SETTLED_MS = 200
const TYPED_MS = 120
const PASSES_SEED = 0

/** A model, a file, how their columns go together, and what came of it. */
export const usePredictStore = defineStore('predict', () => {
  const facts = shallowRef<ModelFacts>()
  /** The model's candidate in the history, where it has one. */
  const candidate = shallowRef<HistoryRow>()
  /** A model file that a person has chosen. */
  const modelFile = shallowRef<FileHandle>()
  const file = shallowRef<FileHandle>()
  const choices = shallowRef<DatasetChoices>({})
  const reading = shallowRef<PredictionReading>()
  const matches = shallowRef<readonly ColumnMatch[]>([])
  const options = shallowRef<PredictOptions>({ level: 0.9, copy: [], hasProbabilities: true, hasWarnings: true })
  /** Of the whole file where it has an id, else of its beginning. */
  const result = shallowRef<PredictionResult>()
  const progress = shallowRef<Progress>()
  const isReading = ref(false)
  const isSaving = ref(false)
  const error = shallowRef<ErrorData>()
  const modelError = shallowRef<ErrorData>()
  /** Cells of the row typed by hand, and what is predicted for it. */
  const typed = ref<Record<string, string>>({})
  const typedRow = shallowRef<ShownRow>()
  const typedError = shallowRef<ErrorData>()
  let controller = new AbortController()
  let typing = new AbortController()
  let pausing: ReturnType<typeof setTimeout> | undefined
  let settling: ReturnType<typeof setTimeout> | undefined

  const open = computed(() => matches.value.filter(({ by }) => by === 'open'))
  const extra = computed(() => {
    const used = new Set([...matches.value.flatMap(({ from }) => from ?? []), ...options.value.copy])
    return (reading.value?.columns ?? []).filter(({ name }) => !used.has(name)).map(({ name }) => name)
  })
  const isWhole = computed(() => result.value?.id !== undefined)
  /** What is asked of every prediction, in the file or typed. */
  const beside = computed(() => ({
    ...(level.value !== undefined && { level: level.value }),
    ...(passes.value !== undefined && { passes: { passes: passes.value, seed: PASSES_SEED } }),
  }))
  const level = computed(() => ((facts.value?.heldOutRows ?? 0) > 0 ? options.value.level : undefined))
  const passes = computed(() => (facts.value?.mayDiffer === true ? options.value.passes : undefined))

  /** Takes a model: of a run by `RUN/N`, or a file by its reference. */
  async function openModel(ref: string): Promise<void> {
    if (facts.value?.model === ref) return
    startAnew()
    result.value = undefined
    typed.value = {}
    typedRow.value = undefined
    modelError.value = undefined
    try {
      const lab = useLab()
      facts.value = await lab.predictions.model({ model: ref })
      candidate.value = ref.includes('/') ? await candidateOf(ref) : undefined
      if (file.value) await read()
    } catch (thrown) {
      facts.value = undefined
      modelError.value = labError(thrown)
    }
  }
  async function openModelFile(chosen: FileHandle): Promise<void> {
    modelFile.value = chosen
    await openModel(chosen.ref)
  }
  async function openFile(chosen: FileHandle): Promise<void> {
    file.value = chosen
    choices.value = {}
    options.value = { ...options.value, copy: [] }
    await read()
  }
  /** Reads the file in another way. */
  async function choose(chosen: DatasetChoices): Promise<void> {
    choices.value = chosen
    await read()
  }

  /** Sees how the file fits the model, and takes over what is proposed. */
  async function read(): Promise<void> {
    const [model, chosen] = [facts.value?.model, file.value?.ref]
    if (model === undefined || chosen === undefined) return
    const signal = startAnew()
    result.value = undefined
    reading.value = undefined
    matches.value = []
    isReading.value = true
    await guarded(signal, async () => {
      const found = await useLab().predictions.inspect({ model, file: chosen, choices: choices.value }, { signal })
      if (signal.aborted) return
      reading.value = found
      matches.value = found.matches
    })
    if (signal.aborted) return
    isReading.value = false
    await preview()
  }
  /** Says which column of the file stands for one of the model; `null`: none does. */
  function match(name: string, from: string | null): void {
    matches.value = matches.value.map((one): ColumnMatch => {
      if (one.name === name)
        return from === null ? { name, by: 'absent' } : { name, from, by: from === name ? 'same' : 'chosen' }
      // A column stands for one alone.
      return from !== null && one.from === from ? { name: one.name, by: 'open' } : one
    })
    settle()
  }
  function setOptions(change: Partial<PredictOptions>): void {
    options.value = { ...options.value, ...change }
    settle()
  }
  function settle(): void {
    startAnew()
    result.value = undefined
    clearTimeout(settling)
    settling = setTimeout(() => void preview(), SETTLED_MS)
  }

  /** Predicts the beginning of the file. */
  async function preview(): Promise<void> {
    if (open.value.length === 0) await run(true)
  }
  /** Predicts the whole file. */
  async function predictAll(): Promise<void> {
    await run(false)
  }
  async function run(isSample: boolean): Promise<void> {
    const [model, chosen] = [facts.value?.model, file.value?.ref]
    if (model === undefined || chosen === undefined || !reading.value) return
    const signal = startAnew()
    const before = result.value
    progress.value = isSample ? undefined : { kind: 'progress', share: 0 }
    isReading.value = isSample
    await guarded(signal, async () => {
      const request = { model, file: chosen, isSample, choices: choices.value, map: mapOf(matches.value), ...written() }
      for await (const update of await useLab().predictions.run(request, { signal })) {
        if (signal.aborted) return
        if (update.kind === 'done') result.value = update.result
        else if (!isSample) progress.value = update
      }
    })
    if (signal.aborted) {
      if (!isSample) result.value ??= before
      return
    }
    progress.value = undefined
    isReading.value = false
  }
  function written() {
    const { copy, hasProbabilities, hasWarnings } = options.value
    return { copy: [...copy], hasProbabilities, hasWarnings, ...beside.value }
  }
  /** Calls off what is under way. */
  function cancel(): void {
    startAnew()
  }
  /** Saves the predictions; the name they were saved under, `undefined` where it was called off or failed. */
  async function save(): Promise<string | undefined> {
    const id = result.value?.id
    if (id === undefined) return undefined
    isSaving.value = true
    try {
      const saved = await useLab().predictions.save({ id })
      if (saved.kind === 'cancelled') return undefined
      if (saved.kind === 'download') saveDownload(saved.path, saved.name)
      return saved.kind === 'saved' ? saved.file.name : saved.name
    } catch (thrown) {
      error.value = labError(thrown)
      return undefined
    } finally {
      isSaving.value = false
    }
  }

  /** Predicts the row typed by hand, as soon as it has what the model needs. */
  async function predictTyped(): Promise<void> {
    typing.abort()
    typing = new AbortController()
    const { signal } = typing
    const model = facts.value?.model
    typedError.value = undefined
    if (model === undefined || missingCells.value > 0 || Object.values(typed.value).every((cell) => cell === '')) {
      typedRow.value = undefined
      return
    }
    try {
      const request = { model, cells: typed.value, ...beside.value }
      const row = await useLab().predictions.row(request, { signal })
      if (!signal.aborted) typedRow.value = row
    } catch (thrown) {
      if (signal.aborted) return
      typedRow.value = undefined
      typedError.value = labError(thrown)
    }
  }
  /** Cells that the row typed by hand still needs. */
  const missingCells = computed(
    () =>
      (facts.value?.columns ?? []).filter(
        ({ name, mayBeMissing }) => !mayBeMissing && (typed.value[name] ?? '').trim() === '',
      ).length,
  )
  // What is written into the file alone changes nothing here.
  watch([typed, level, passes], () => {
    clearTimeout(pausing)
    pausing = setTimeout(() => void predictTyped(), TYPED_MS)
  })

  function startAnew(): AbortSignal {
    controller.abort()
    controller = new AbortController()
    progress.value = undefined
    isReading.value = false
    error.value = undefined
    return controller.signal
  }
  async function guarded(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      if (!signal.aborted) error.value = labError(thrown)
    }
  }

  return {
    facts, candidate, modelFile, file, choices, reading, matches, options, result, progress, isReading, isSaving, error, modelError,
    typed, typedRow, typedError, missingCells, open, extra, isWhole, level, openModel, openModelFile, openFile, choose, read, match,
    setOptions, predictAll, cancel, save,
  } // prettier-ignore
})

function mapOf(matches: readonly ColumnMatch[]): Record<string, string | null> {
  return Object.fromEntries(matches.map(({ name, from }) => [name, from ?? null]))
}

async function candidateOf(id: string): Promise<HistoryRow | undefined> {
  const [run] = id.split('/')
  const { rows } = await useLab().history.query({ filters: [{ field: 'run', operator: 'is', values: [run] }] })
  return rows.find((row) => row.id === id)
}
