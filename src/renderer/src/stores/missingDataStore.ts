import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { DatasetSummary } from '../../../contract/datasets.ts'
import type { FileHandle } from '../../../contract/identifiers.ts'
import type { ErrorData } from '../../../core/errors.ts'
import { useLab } from '../api/lab.ts'
import { labError } from '../api/labError.ts'
import { useExperimentStore } from './experimentStore.ts'
import { useSystemStore } from './systemStore.ts'

/** What can be done for an experiment whose data is not there: a dataset of the workspace with its name, or another file. */
export const useMissingDataStore = defineStore('missingData', () => {
  const experiment = useExperimentStore()
  const system = useSystemStore()
  const known = shallowRef<readonly DatasetSummary[]>([])
  const error = shallowRef<ErrorData>()
  const isBusy = ref(false)

  const isMissing = computed(() => experiment.file !== null && experiment.dataset === null)
  const fileName = computed(() => baseName(experiment.file?.dataset.file ?? ''))
  /** Datasets of the workspace that came from a file of this name, newest first. */
  const namesakes = computed(() => known.value.filter(({ name }) => isSameName(name, fileName.value)))

  watch(
    [isMissing, () => system.changes.datasets],
    async ([missing]) => {
      error.value = undefined
      if (missing)
        known.value = await useLab()
          .datasets.list()
          .catch(() => [])
    },
    { immediate: true },
  )

  function use(summary: DatasetSummary): void {
    error.value = undefined
    experiment.setDataset(summary)
  }
  /** Reads a file as the experiment says, and goes on with it. */
  async function choose(file: FileHandle): Promise<void> {
    isBusy.value = true
    error.value = undefined
    try {
      await experiment.chooseData(file)
    } catch (thrown) {
      error.value = labError(thrown)
    } finally {
      isBusy.value = false
    }
  }
  return { isMissing, fileName, namesakes, error, isBusy, use, choose }
})

function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}
function isSameName(one: string, other: string): boolean {
  return other !== '' && one.toLowerCase() === other.toLowerCase()
}
