import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { DatasetDetails, DatasetSummary, Sample } from '../../../../contract/datasets.ts'
import type { FileHandle } from '../../../../contract/identifiers.ts'
import { useLab } from '../../api/lab.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { useFirstStepStore } from '../../stores/firstStepStore.ts'
import { dataChoices } from './dataChoices.ts'
import { dataImport } from './dataImport.ts'
import { dataState, type DataState } from './dataState.ts'
import { dataView } from './dataView.ts'

/** What the data room shows: a dataset of the workspace, or a file on its way in. */
export const useDataStore = defineStore('data', () => {
  const samples = shallowRef<readonly Sample[]>([])
  const datasets = shallowRef<readonly DatasetSummary[]>([])
  const state = dataState()
  const { refs } = state
  const { shown, resetView } = dataView(refs.inspection)
  const { read, ...chosen } = dataChoices(state, shown.selected)
  const { suggest, ...imports } = dataImport(state, { show, loadLists })
  const opening = dataOpening(state, { selected: shown.selected, show, read, suggest, importFile: imports.importFile })

  async function loadLists(): Promise<void> {
    const lab = useLab()
    const [allSamples, all] = await Promise.all([lab.datasets.samples(), lab.datasets.list()])
    samples.value = allSamples
    datasets.value = all
  }
  function show(dataset: DatasetDetails): void {
    refs.details.value = dataset
    refs.reading.value = null
    refs.error.value = null
    imports.wasKnown.value = false
    refs.choices.value = dataset.summary.choices
    resetView(dataset.inspection.columns.map(({ name }) => name))
  }
  /** Calls off a reading or an import; what was shown before is shown again. */
  function cancel(): void {
    useExperimentStore().forgetReadings()
    state.showImported()
  }

  return { samples, datasets, ...refs, ...shown, ...chosen, ...imports, ...opening, loadLists, cancel }
})

interface Room extends Pick<ReturnType<typeof dataView>['shown'], 'selected'> {
  readonly show: (dataset: DatasetDetails) => void
  readonly read: () => Promise<void>
  readonly suggest: () => boolean
  readonly importFile: () => Promise<void>
}

/** Files, samples and datasets that a person opens. */
function dataOpening({ refs, guarded }: DataState, { selected, show, read, suggest, importFile }: Room) {
  const { details, source, choices, setup } = refs

  /** Reads a chosen file without storing anything. */
  async function openFile(file: FileHandle): Promise<void> {
    useExperimentStore().forgetReadings()
    useFirstStepStore().did('csv')
    source.value = file
    details.value = null
    choices.value = {}
    setup.value = { columns: {} }
    selected.value = undefined
    await read()
  }
  /** A sample is known to read well: it is imported at once. */
  async function openSample({ file, target }: Sample): Promise<void> {
    useExperimentStore().forgetReadings()
    source.value = file
    choices.value = {}
    setup.value = { target, columns: {} }
    selected.value = undefined
    await importFile()
  }
  /** Shows a dataset of the workspace. */
  async function openDataset(id: string): Promise<void> {
    if (details.value?.summary.id === id) return
    await guarded(async () => {
      setup.value = { columns: {} }
      useExperimentStore().forgetReadings()
      show(await useLab().datasets.get({ datasetId: id }))
      suggest()
      source.value = await findSource(details.value?.summary)
    })
  }

  return { openFile, openSample, openDataset }
}

/** The bytes of a dataset that was imported before, where a sample or a recent file has them. */
async function findSource(summary: DatasetSummary | undefined): Promise<FileHandle | undefined> {
  if (!summary) return undefined
  const lab = useLab()
  const samples = await lab.datasets.samples()
  const sample = samples.find(({ file, rows }) => file.name === summary.name && rows === summary.rows)
  if (sample) return sample.file
  const recent = await lab.experiments.recent()
  return recent.find(({ kind, file }) => kind === 'csv' && file.name === summary.name)?.file
}
