import { computed, ref, shallowRef, type Ref } from 'vue'
import type { DatasetChoices } from '../../../../contract/datasets.ts'
import type { FileHandle } from '../../../../contract/identifiers.ts'
import type { ModelFacts, PredictionReading, PredictionResult } from '../../../../contract/predictions.ts'
import type { ColumnMatch } from '../../../../core/model/columnMap.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { saveDownload } from '../../api/saveDownload.ts'
import type { predictOptions, PredictOptions } from './predictOptions.ts'
import type { oneAtATime } from './work.ts'

/** After a change the beginning of the file is predicted anew, once nothing more has changed for so long. */
const SETTLED_MS = 200

interface Parts {
  readonly facts: Ref<ModelFacts | undefined>
  readonly options: ReturnType<typeof predictOptions>
  readonly work: ReturnType<typeof oneAtATime>
}

/** A file, and how its columns go together with those of the model. */
export function predictedFile(parts: Parts) {
  const { facts, work } = parts
  const { options } = parts.options
  const { isReading, startAnew, guarded } = work
  const file = shallowRef<FileHandle>()
  const choices = shallowRef<DatasetChoices>({})
  const reading = shallowRef<PredictionReading>()
  const matches = shallowRef<readonly ColumnMatch[]>([])
  /** Of the whole file where it has an id, else of its beginning. */
  const result = shallowRef<PredictionResult>()
  let settling: ReturnType<typeof setTimeout> | undefined

  const open = computed(() => matches.value.filter(({ by }) => by === 'open'))
  const extra = computed(() => unusedColumns(reading.value, matches.value, options.value.copy))
  const run = predictionRun(parts, { file, choices, reading, matches, result })

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
    result.value = reading.value = undefined
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
    matches.value = matched(matches.value, name, from)
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
  const predictAll = () => run(false)

  return { file, choices, reading, matches, result, open, extra, openFile, choose, read, match, setOptions, predictAll }
}

interface Asked {
  readonly file: Ref<FileHandle | undefined>
  readonly choices: Ref<DatasetChoices>
  readonly reading: Ref<PredictionReading | undefined>
  readonly matches: Ref<readonly ColumnMatch[]>
  readonly result: Ref<PredictionResult | undefined>
}

/** Predicts a file, all of it or its beginning. */
function predictionRun({ facts, options: { options, beside }, work }: Parts, asked: Asked) {
  const { file, choices, reading, matches, result } = asked
  const { progress, isReading, startAnew, guarded } = work
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
  return run
}

/** Saves the predictions of a whole file. */
export function predictionSaving(result: Ref<PredictionResult | undefined>, { error }: ReturnType<typeof oneAtATime>) {
  const isSaving = ref(false)

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

  return { isSaving, save }
}

function mapOf(matches: readonly ColumnMatch[]): Record<string, string | null> {
  return Object.fromEntries(matches.map(({ name, from }) => [name, from ?? null]))
}

/** The matches once a person has said which column of the file stands for one of the model. A column stands for one alone. */
function matched(matches: readonly ColumnMatch[], name: string, from: string | null): readonly ColumnMatch[] {
  return matches.map((one): ColumnMatch => {
    if (one.name !== name) return from !== null && one.from === from ? { name: one.name, by: 'open' } : one
    return from === null ? { name, by: 'absent' } : { name, from, by: from === name ? 'same' : 'chosen' }
  })
}

/** Columns of the file that stand for none of the model and are not copied. */
function unusedColumns(
  reading: PredictionReading | undefined,
  matches: readonly ColumnMatch[],
  copied: readonly string[],
): readonly string[] {
  const used = new Set([...matches.flatMap(({ from }) => from ?? []), ...copied])
  return (reading?.columns ?? []).map(({ name }) => name).filter((name) => !used.has(name))
}
