import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ImportUpdate, Sample } from '../../../../contract/datasets.ts'
import { MODEL_TEMPLATES, modelTemplate } from '../../../../core/experiment/edit/modelTemplates.ts'
import type { ModelTemplate } from '../../../../core/experiment/edit/modelTemplates.ts'
import { useLab } from '../../api/lab.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { useRunStore } from '../run/runStore.ts'

/** What the first run is made with; the screen shows it before. */
export const START_PLAN = { epochs: 300, batchSize: 16, folds: 10, seed: 7 } as const

/** The first start: a sample, some templates, and a run of them. */
export const useStartStore = defineStore('start', () => {
  const samples = shallowRef<readonly Sample[]>([])
  const sampleId = ref<string>()
  const templates = ref<ModelTemplate[]>([...MODEL_TEMPLATES])
  const progress = ref<number>()
  const sample = computed(() => samples.value.find(({ id }) => id === sampleId.value))

  async function load(): Promise<void> {
    samples.value = await useLab().datasets.samples()
    sampleId.value ??= (samples.value.find(({ id }) => id === 'sonar') ?? samples.value.at(0))?.id
  }
  /** Imports the sample, writes the experiment and starts it; answers the run's id. */
  async function run(): Promise<string | undefined> {
    progress.value = 0
    try {
      // Whoever presses Run as soon as it can be seen is faster than the list of samples.
      if (!sample.value) await load()
      if (!sample.value) return undefined
      const experiment = useExperimentStore()
      await experiment.create(await importSample(sample.value), { target: sample.value.target })
      prepare(sample.value.title)
      experiment.settle()
      const { dataset } = experiment
      if (!dataset) return undefined
      const text = await experiment.currentText()
      const runId = await useRunStore().start({ text, datasetId: dataset.id })
      experiment.runText = text
      return runId
    } finally {
      progress.value = undefined
    }
  }
  async function importSample({ file }: Sample): Promise<string> {
    let datasetId = ''
    for await (const update of await useLab().datasets.import({ file: file.ref })) {
      if (update.kind === 'progress') progress.value = update.share
      else datasetId = idOf(update)
    }
    return datasetId
  }
  /** The experiment as the plan on the screen says, with the chosen templates for models. */
  function prepare(title: string): void {
    useExperimentStore().change({ kind: 'rename' }, (draft) => {
      draft.name = `Dropout on ${title}`
      draft.seed = START_PLAN.seed
      draft.training = { ...draft.training, epochs: START_PLAN.epochs, batchSize: START_PLAN.batchSize }
      draft.models = MODEL_TEMPLATES.filter((template) => templates.value.includes(template)).map(
        (template) => modelTemplate(template) as (typeof draft.models)[number],
      )
    })
  }
  return { samples, sampleId, sample, templates, progress, load, run }
})

function idOf({ dataset }: Extract<ImportUpdate, { kind: 'done' }>): string {
  return dataset.summary.id
}
