import { defineStore } from 'pinia'
import { computed, ref, shallowRef, type ShallowRef } from 'vue'
import type { DatasetSummary } from '../../../contract/datasets.ts'
import type { FirstChoices, OpenedExperiment } from '../../../contract/experiments.ts'
import type { FileHandle } from '../../../contract/identifiers.ts'
import type { ExperimentFile } from '../../../core/experiment/file/experimentFile.ts'
import { deliver, type SavedAs } from '../api/deliver.ts'
import { useLab } from '../api/lab.ts'
import type { Step } from '../rooms/model/step.ts'
import { experimentChecks } from './experimentChecks.ts'
import { experimentData } from './experimentData.ts'
import { experimentDraft } from './experimentDraft.ts'
import { experimentEdits, type Moment } from './experimentEdits.ts'
import { followingText } from './followingText.ts'
import type { Mutable } from './mutable.ts'
import { undoSteps } from './undoSteps.ts'

/** The experiment in the editor: one text and what it means, changed from the cards or as YAML. */
export const useExperimentStore = defineStore('experiment', () => {
  const file = shallowRef<ExperimentFile | null>(null)
  const written = followingText(file)
  const { text, current: currentText } = written
  const { record, ...steps } = undoSteps()
  const { moment, restore, put, ...edits } = experimentEdits({ file, written, steps: { record, ...steps } })
  const data = experimentData(file, written)
  const editor = openedExperiment({ file, written, edits, data, settle: steps.settle })
  const isOpen = computed(() => text.value !== '')
  const checks = experimentChecks({ file, written, textProblems: edits.textProblems, data, isOpen })
  const { runText, savedText } = editor
  /** Whether a change is not in the text yet: what would be typed into it, or the change, would be lost. */
  const isTextBehind = computed(written.isBehind)
  const isSaved = computed(() => savedText.value === text.value)
  /** Differs from what was run last, as far as that is known: after a reload it may not be. */
  const isEditedSinceRun = computed(() => isOpen.value && runText.value !== undefined && runText.value !== text.value)

  /** Goes on with the same data as they were imported anew; undo goes back to those before. */
  function goOnWith(summary: DatasetSummary, step: Step, recipe: (draft: Mutable<ExperimentFile>) => void): void {
    const [before, old] = [moment(), data.dataset.value]
    if (file.value && checks.isTextRight.value) {
      const next = structuredClone(file.value) as Mutable<ExperimentFile>
      recipe(next)
      put(next)
      const after = moment()
      const goBack = (to: Moment, old: DatasetSummary) => () => {
        restore(to)
        data.setDataset(old)
      }
      steps.did(step, goBack(before, old ?? summary), goBack(after, summary))
    }
    data.setDataset(summary)
  }
  /** Goes on with a file that a person has chosen for the experiment, read as the experiment says. */
  async function chooseData(chosen: FileHandle): Promise<void> {
    data.setDataset(await useLab().experiments.chooseData({ text: await written.current(), data: chosen.ref }))
  }

  const draft = experimentDraft({ text, ...data, ...editor })
  const { savedText: _, ...opened } = editor
  return {
    text,
    currentText,
    file,
    isOpen,
    isTextBehind,
    isSaved,
    isEditedSinceRun,
    chooseData,
    goOnWith,
    ...data,
    ...edits,
    ...steps,
    ...checks,
    ...opened,
    ...draft,
  }
})

interface Parts {
  readonly file: ShallowRef<ExperimentFile | null>
  readonly written: ReturnType<typeof followingText>
  readonly edits: Pick<ReturnType<typeof experimentEdits>, 'textProblems'>
  readonly data: ReturnType<typeof experimentData>
  readonly settle: () => void
}

/** Experiments that are put into the editor and saved from there. */
function openedExperiment({ file, written, edits: { textProblems }, data, settle }: Parts) {
  const { text } = written
  const { dataset, datasetProblem, facts, loadFacts } = data
  const handle = shallowRef<FileHandle>()
  /** Experiments put into the editor so far: another number, another experiment. */
  const takenCount = ref(0)
  const savedText = ref<string>()
  /** Text of the newest run: tells whether anything changed since. */
  const runText = ref<string>()

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

  return { handle, takenCount, savedText, runText, take, snapshot, open, create, save }
}
