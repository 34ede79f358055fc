import { ref, shallowRef } from 'vue'
import type { DatasetDetails, DatasetSummary, ImportUpdate } from '../../../../contract/datasets.ts'
import type { OpenedExperiment } from '../../../../contract/experiments.ts'
import { suggestTarget, targetProblem, taskOf } from '../../../../core/dataset/targetProblem.ts'
import { renameData } from '../../../../core/experiment/edit/renameData.ts'
import { useLab } from '../../api/lab.ts'
import { readStream } from '../../api/readStream.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { useFirstStepStore } from '../../stores/firstStepStore.ts'
import type { DataState } from './dataState.ts'
import { writeChoices } from './writeChoices.ts'

type Imported = Extract<ImportUpdate, { kind: 'done' }>

interface Room {
  readonly show: (dataset: DatasetDetails) => void
  readonly loadLists: () => Promise<void>
}

/** Takes a file into the workspace, and makes or changes the experiment about it. */
export function dataImport(state: DataState, { show, loadLists }: Room) {
  const { refs, startAnew, guarded } = state
  const { source, choices, progress } = refs
  const wasKnown = ref(false)
  const first = firstExperiment(state)

  /** Imports the file as it is read now; the experiment goes on with it, or a first one is made. */
  async function importFile(): Promise<void> {
    const file = source.value
    if (!file) return
    const signal = startAnew()
    progress.value = { kind: 'progress', stage: 'reading', share: 0 }
    await guarded(async () => {
      let done: Imported | undefined
      const input = { file: file.ref, choices: choices.value }
      await readStream(
        (stop) => useLab().datasets.import(input, { signal: stop }),
        (update) => {
          if (update.kind === 'progress') progress.value = update
          else done = update
        },
        signal,
      )
      if (done && !signal.aborted) await takeImported(done)
    }, signal)
    if (!signal.aborted) progress.value = null
  }
  async function takeImported({ dataset, wasKnown: known }: Imported): Promise<void> {
    show(dataset)
    wasKnown.value = known
    const experiment = useExperimentStore()
    const [step, ...others] = experiment.forgetReadings()
    const before = experiment.dataset?.choices ?? {}
    const file = experiment.file && renameData(experiment.file, before, choices.value)
    const fits = dataset.inspection.columns.some(({ name }) => name === file?.dataset.target)
    if (experiment.isOpen && fits && isSameFile(experiment.dataset, dataset.summary)) {
      const what = others.length === 0 && step !== undefined ? step : dataset.summary.name
      experiment.goOnWith(dataset.summary, { kind: 'data', what }, (draft) => {
        Object.assign(draft, file)
        writeChoices(choices.value)(draft)
      })
    } else if (first.suggest()) await first.makeExperiment()
    await loadLists()
  }

  return { wasKnown, importFile, ...first }
}

/** The first experiment about a dataset. */
function firstExperiment({ refs: { details, choices, setup }, guarded }: DataState) {
  /** The experiment that made way for one on a newly imported dataset. */
  const replaced = shallowRef<OpenedExperiment>()

  /**
   * Proposes a target where none was chosen. True where there is no doubt about it: it was chosen, or it is the last column, as in
   * most files, and can be. Otherwise the person is asked.
   */
  function suggest(): boolean {
    const { columns = [] } = details.value?.inspection ?? {}
    const { target, task } = setup.value
    const chosen = columns.find(({ name }) => name === target)
    if (chosen) return targetProblem(chosen) === undefined && taskOf(chosen, task) !== undefined
    const suggested = suggestTarget(columns)
    setup.value = { columns: setup.value.columns, ...(suggested !== undefined && { target: suggested }) }
    return suggested !== undefined && suggested === columns.at(-1)?.name
  }
  /** Makes a first experiment of what was said about the columns; the one that makes way for it can be had back. */
  async function makeExperiment(): Promise<void> {
    const id = details.value?.summary.id
    if (id === undefined) return
    await guarded(async () => {
      const experiment = useExperimentStore()
      if (experiment.isOpen) await experiment.currentText()
      const before = experiment.isOpen ? experiment.snapshot() : undefined
      await experiment.create(id, setup.value)
      useFirstStepStore().did('target')
      // The file is read as was said here wherever the experiment goes.
      if (Object.keys(choices.value).length > 0) {
        experiment.change({ kind: 'reading' }, writeChoices(choices.value))
        experiment.settle()
      }
      replaced.value = before
    })
  }

  return { replaced, suggest, makeExperiment }
}

function isSameFile(one: DatasetSummary | null, other: DatasetSummary): boolean {
  return one === null || one.sha256 === other.sha256 || one.name === other.name
}
