import { computed, shallowRef, type ShallowRef } from 'vue'
import type { DatasetSummary, ExperimentFacts } from '../../../contract/datasets.ts'
import type { ErrorData } from '../../../core/errors.ts'
import type { ExperimentFile } from '../../../core/experiment/file/experimentFile.ts'
import { useLab } from '../api/lab.ts'
import { labError } from '../api/labError.ts'
import { watchSettled } from '../composables/watchSettled.ts'
import type { followingText } from './followingText.ts'

/** The facts are asked for once nothing more was changed for so long. */
const QUIET_MS = 400

/** The dataset of the experiment, and the facts about it that models depend on. */
export function experimentData(
  file: ShallowRef<ExperimentFile | null>,
  written: Pick<ReturnType<typeof followingText>, 'current'>,
) {
  const dataset = shallowRef<DatasetSummary | null>(null)
  const datasetProblem = shallowRef<ErrorData>()
  const facts = shallowRef<ExperimentFacts | null>(null)

  /** Looks at another dataset, which the data room has imported. */
  function setDataset(summary: DatasetSummary): void {
    dataset.value = summary
    datasetProblem.value = undefined
    void loadFacts()
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
  watchSettled(factsKey, QUIET_MS, loadFacts)

  return { dataset, datasetProblem, facts, setDataset, loadFacts }
}
