import { defineStore } from 'pinia'
import type { Mutable } from './mutable.ts'
import { computed, ref, shallowRef, watch } from 'vue'
import type { DatasetSummary, ExperimentFacts } from '../../../contract/datasets.ts'
import type { FirstChoices, OpenedExperiment, ReadText } from '../../../contract/experiments.ts'
import type { FileHandle } from '../../../contract/identifiers.ts'
import { HoldoutError, toErrorData } from '../../../core/errors.ts'
import type { ErrorData } from '../../../core/errors.ts'
import type { ExperimentFile } from '../../../core/experiment/file/experimentFile.ts'
import { validateExperiment } from '../../../core/experiment/file/validateExperiment.ts'
import { previewModels } from '../../../core/experiment/resolve/previewModels.ts'
import { resolveExperiment } from '../../../core/experiment/resolve/resolveExperiment.ts'
import { useLab } from '../api/lab.ts'
import { labError } from '../api/labError.ts'
import { deliver } from '../api/deliver.ts'
import type { SavedAs } from '../api/deliver.ts'
import type { Step } from '../rooms/model/step.ts'
import { followingText } from './followingText.ts'

/** What undo goes back to. */
interface Moment {
  /** Absent: what was written for `file`. */
  readonly text?: string
  /** The last text that was right, as data. */
  file: ExperimentFile | null
  problems: readonly ErrorData[]
}
interface Done {
  readonly step: Step
  readonly undo: () => void
  readonly redo: () => void
}

const MOST_STEPS = 300
const QUIET_MS = 400

/** The experiment in the editor: one text and what it means, changed from the cards or as YAML. */
export const useExperimentStore = defineStore('experiment', () => {
  const file = shallowRef<ExperimentFile | null>(null)
  const written = followingText(file)
  const { text } = written
  /** What is wrong with the text; then `file` is the last right one. */
  const textProblems = shallowRef<readonly ErrorData[]>([])
  const dataset = shallowRef<DatasetSummary | null>(null)
  const datasetProblem = shallowRef<ErrorData>()
  const facts = shallowRef<ExperimentFacts | null>(null)
  const handle = shallowRef<FileHandle>()
  /** Experiments put into the editor so far: another number, another experiment. */
  const takenCount = ref(0)
  const savedText = ref<string>()
  /** Text of the newest run: tells whether anything changed since. */
  const runText = ref<string>()
  const past = shallowRef<readonly Done[]>([])
  const future = shallowRef<readonly Done[]>([])

  const isOpen = computed(() => text.value !== '')
  const isTextRight = computed(() => textProblems.value.length === 0)
  const isSaved = computed(() => savedText.value === text.value)
  /** Differs from what was run last, as far as that is known: after a reload it may not be. */
  const isEditedSinceRun = computed(() => isOpen.value && runText.value !== undefined && runText.value !== text.value)
  const undoStep = computed(() => past.value.at(-1)?.step)
  const redoStep = computed(() => future.value.at(-1)?.step)
  const previews = computed(() => {
    if (!file.value) return []
    return previewModels(file.value, facts.value ?? { task: file.value.task ?? 'binary', width: 0, classes: [] })
  })

  /** Candidates, and all that prevents running: the text, the models, their fit to the rows. */
  const resolved = computed(() => resolve(isOpen.value ? file.value : null, facts.value, textProblems.value))
  /** What does not fit the data, with the lines of the text in which it stands. */
  const placed = shallowRef<ReadText>()
  const problems = computed(() => {
    const found = resolved.value.problems
    const isPlaced = placed.value?.text === text.value && placed.value.problems.length === found.length
    return isPlaced && isTextRight.value ? (placed.value?.problems ?? found) : found
  })
  watch([() => resolved.value.problems, text], ([found]) => {
    const datasetId = dataset.value?.id
    if (found.length === 0 || !isTextRight.value || written.isBehind() || datasetId === undefined) return
    void useLab()
      .experiments.parse({ text: text.value, datasetId })
      .then((read) => (placed.value = read))
      .catch(() => null)
  })

  function moment(): Moment {
    return {
      ...(!written.isBehind() && { text: text.value }),
      file: file.value,
      problems: textProblems.value,
    }
  }
  function restore(to: Moment): void {
    const known = to.text ?? written.textOf(to.file)
    if (known !== undefined) written.put(known, to.problems.length === 0 ? to.file : null)
    file.value = to.file
    textProblems.value = to.problems
    written.follow()
  }
  function record(step: Step, before: Moment, after = moment()): void {
    const last = past.value.at(-1)
    const isSame = last !== undefined && step.joins !== undefined && last.step.joins === step.joins
    const done: Done = { step, undo: isSame ? last.undo : () => restore(before), redo: () => restore(after) }
    past.value = [...(isSame ? past.value.slice(0, -1) : past.value.slice(-MOST_STEPS)), done]
    future.value = []
  }
  /** Puts something done elsewhere among the steps that undo takes back. */
  function did(step: Step, undoIt: () => void, redoIt: () => void): void {
    past.value = [...past.value.slice(-MOST_STEPS), { step, undo: undoIt, redo: redoIt }]
    future.value = []
  }
  /** Forgets the steps about data that the experiment does not have yet; returns what they were. */
  function forgetReadings(): readonly (string | undefined)[] {
    const forgotten = past.value.flatMap(({ step }) => (step.kind === 'reading' ? [step.what] : []))
    const isKept = ({ step }: Done) => step.kind !== 'reading'
    past.value = past.value.filter(isKept)
    future.value = future.value.filter(isKept)
    return forgotten
  }

  /** Changes the experiment; `step` names the change for undo. Throws what would make the file wrong, changing nothing. */
  function change(step: Step, recipe: (draft: Mutable<ExperimentFile>) => void): void {
    if (afterReading(() => change(step, recipe)) || !file.value || !isTextRight.value) return
    const next = structuredClone(file.value) as Mutable<ExperimentFile>
    recipe(next)
    accept(next, step)
  }
  /** As {@link change}, by a pure edit of the whole experiment. */
  function applyEdit(step: Step, edit: (file: ExperimentFile) => ExperimentFile): void {
    if (afterReading(() => applyEdit(step, edit))) return
    if (file.value && isTextRight.value) accept(edit(file.value), step)
  }
  /** Puts a change off until what was typed is known: it would be lost. What then would be wrong changes nothing. */
  function afterReading(work: () => void): boolean {
    const reading = written.reading()
    void reading?.then(work).catch(() => null)
    return reading !== undefined
  }
  function accept(next: ExperimentFile, step: Step): void {
    if (!file.value || JSON.stringify(next) === JSON.stringify(file.value)) return
    const before = moment()
    put(next)
    record(step, before)
  }
  function put(next: ExperimentFile): void {
    validateExperiment(next)
    file.value = next
    written.follow()
  }
  /** Takes over text as it is typed. Wrong text is kept, and what it should mean stays as it was. */
  function setText(newText: string): void {
    if (newText === text.value) return
    const after: Moment = { text: newText, file: file.value, problems: textProblems.value }
    record({ kind: 'text', joins: 'text' }, moment(), after)
    void written
      .type(newText)
      .then(({ experiment, problems: found }) => {
        Object.assign(after, { file: experiment ?? after.file, problems: found })
        if (text.value === newText) restore(after)
      })
      .catch(() => null)
  }
  /** Takes what was done so far for the beginning: there is no way back before it. */
  function settle(): void {
    past.value = []
    future.value = []
  }
  function undo(): void {
    const done = past.value.at(-1)
    if (!done) return
    past.value = past.value.slice(0, -1)
    future.value = [...future.value, done]
    done.undo()
  }
  function redo(): void {
    const done = future.value.at(-1)
    if (!done) return
    future.value = future.value.slice(0, -1)
    past.value = [...past.value, done]
    done.redo()
  }

  /** Puts an experiment into the editor; nothing before it can be undone. */
  function take(opened: OpenedExperiment): void {
    settle()
    written.put(written.textOf(opened.experiment) ?? opened.text, opened.experiment)
    file.value = opened.experiment
    textProblems.value = opened.problems
    dataset.value = opened.dataset
    datasetProblem.value = opened.datasetProblem
    handle.value = opened.file
    savedText.value = opened.file && !opened.file.ref.startsWith('example:') ? opened.text : undefined
    facts.value = null
    // What ran was another experiment.
    runText.value = undefined
    takenCount.value += 1
  }
  /** What is in the editor, to be taken again. */
  function snapshot(): OpenedExperiment {
    return {
      text: text.value,
      experiment: file.value,
      problems: textProblems.value,
      dataset: dataset.value,
      ...(datasetProblem.value && { datasetProblem: datasetProblem.value }),
      ...(handle.value && { file: handle.value }),
    }
  }
  async function open(ref: string): Promise<void> {
    take(await useLab().experiments.open({ file: ref }))
    await loadFacts()
  }
  async function create(datasetId: string, choices: FirstChoices = {}): Promise<void> {
    take(await useLab().experiments.create({ datasetId, ...choices }))
    await loadFacts()
  }
  /** Looks at another dataset, which the data room has imported. */
  function setDataset(summary: DatasetSummary): void {
    dataset.value = summary
    datasetProblem.value = undefined
    void loadFacts()
  }
  /** Goes on with the same data as they were imported anew; undo goes back to those before. */
  function goOnWith(summary: DatasetSummary, step: Step, recipe: (draft: Mutable<ExperimentFile>) => void): void {
    const [before, old] = [moment(), dataset.value]
    if (file.value && isTextRight.value) {
      const next = structuredClone(file.value) as Mutable<ExperimentFile>
      recipe(next)
      put(next)
      const after = moment()
      const goBack = (to: Moment, data: DatasetSummary) => () => {
        restore(to)
        setDataset(data)
      }
      did(step, goBack(before, old ?? summary), goBack(after, summary))
    }
    setDataset(summary)
  }
  /** Goes on with a file that a person has chosen for the experiment, read as the experiment says. */
  async function chooseData(data: FileHandle): Promise<void> {
    setDataset(await useLab().experiments.chooseData({ text: await written.current(), data: data.ref }))
  }
  async function save(as = false): Promise<SavedAs | undefined> {
    if (!file.value) return undefined
    const isOwn = handle.value?.ref.startsWith('file:') === true
    const saved = await useLab().experiments.save({
      text: await written.current(),
      name: file.value.name.slice(0, 200),
      ...(isOwn && { file: handle.value?.ref }),
      ...(as && { as }),
    })
    const delivered = deliver(saved)
    if (saved.kind === 'saved') handle.value = saved.file
    if (delivered) savedText.value = text.value
    return delivered
  }
  /** What the editor held when the page was last here. */
  async function restoreDraft(): Promise<boolean> {
    const takenBefore = takenCount.value
    const draft = await useLab().experiments.draft()
    if (!draft || draft.text === '') return false
    const [read, known] = await Promise.all([
      useLab().experiments.parse({ text: draft.text }),
      useLab().datasets.list(),
    ])
    // Somebody was quicker and has opened another.
    if (takenCount.value !== takenBefore) return true
    take({ ...read, file: draft.file, dataset: known.find(({ id }) => id === draft.datasetId) ?? null })
    await loadFacts()
    return true
  }

  async function loadFacts(): Promise<void> {
    const id = dataset.value?.id
    if (id === undefined || !file.value) return
    try {
      const answer = await useLab().datasets.facts({ datasetId: id, text: await written.current() })
      if (dataset.value?.id === id) facts.value = answer
      datasetProblem.value = undefined
    } catch (error) {
      datasetProblem.value = labError(error)
    }
  }

  /** What the facts hang on: roles, types, target and preprocessing; not the models. */
  const factsKey = computed(() => {
    if (!file.value) return ''
    const { dataset: settings, task, preprocessing } = file.value
    return JSON.stringify([dataset.value?.id, settings, task, preprocessing])
  })
  let factsTimer: ReturnType<typeof setTimeout> | undefined
  watch(factsKey, () => {
    clearTimeout(factsTimer)
    factsTimer = setTimeout(() => void loadFacts(), QUIET_MS)
  })
  let draftTimer: ReturnType<typeof setTimeout> | undefined
  watch([text, dataset, handle], () => {
    clearTimeout(draftTimer)
    draftTimer = setTimeout(() => void keepDraft(), QUIET_MS)
  })
  async function keepDraft(): Promise<void> {
    if (!isOpen.value) return
    const draft = { text: text.value, datasetId: dataset.value?.id, file: handle.value }
    await useLab()
      .experiments.keepDraft(draft)
      .catch(() => null)
  }

  return {
    text,
    currentText: written.current,
    file,
    textProblems,
    dataset,
    datasetProblem,
    chooseData,
    facts,
    handle,
    runText,
    takenCount,
    isOpen,
    isTextRight,
    isSaved,
    isEditedSinceRun,
    undoStep,
    redoStep,
    previews,
    resolved,
    problems,
    change,
    applyEdit,
    setText,
    did,
    forgetReadings,
    settle,
    undo,
    redo,
    take,
    snapshot,
    loadFacts,
    open,
    create,
    setDataset,
    goOnWith,
    save,
    restoreDraft,
  }
})

function allProblems(error: unknown): readonly ErrorData[] {
  const data = toErrorData(error)
  return data.problems ?? [data]
}

function resolve(
  file: ExperimentFile | null,
  facts: ExperimentFacts | null,
  textProblems: readonly ErrorData[],
): { experiment: ReturnType<typeof resolveExperiment> | null; problems: readonly ErrorData[] } {
  if (textProblems.length > 0) return { experiment: null, problems: textProblems }
  if (!file || !facts) return { experiment: null, problems: [] }
  try {
    return { experiment: resolveExperiment(file, facts), problems: [] }
  } catch (error) {
    if (!(error instanceof HoldoutError)) throw error
    return { experiment: null, problems: allProblems(error) }
  }
}
