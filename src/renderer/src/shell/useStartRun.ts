import { computed } from 'vue'
import { useI18n } from '../i18n/useI18n.ts'
import { useDataStore } from '../rooms/data/dataStore.ts'
import { useWrongFieldStore } from '../rooms/model/wrongFieldStore.ts'
import { useRunStore } from '../rooms/run/runStore.ts'
import { useExperimentStore } from '../stores/experimentStore.ts'
import { useFirstStepStore } from '../stores/firstStepStore.ts'
import { usePlaceStore } from '../stores/placeStore.ts'
import { useRouteStore } from '../stores/routeStore.ts'

/** Starts a run of the experiment in the editor, and says why that cannot be. */
export function useStartRun() {
  const { t } = useI18n()
  const route = useRouteStore()
  const experiment = useExperimentStore()
  const runs = useRunStore()
  const places = usePlaceStore()
  const data = useDataStore()
  const steps = useFirstStepStore()
  const wrongFields = useWrongFieldStore()

  async function startRun(): Promise<void> {
    if (!experiment.dataset) return
    const input = { text: await experiment.currentText(), datasetId: experiment.dataset.id }
    const place = places.current
    if (place) places.asked = { ...input, place, start: (more) => begin({ ...input, ...more }) }
    else await begin(input)
  }
  async function begin(input: Parameters<typeof runs.start>[0]): Promise<void> {
    const runId = await runs.start(input)
    experiment.runText = input.text
    steps.did('run')
    route.go('run', runId)
  }
  /** The dataset of the experiment is to be read in another way, and what was imported is not what the person sees. */
  const isReadAnew = computed(() => data.reading !== null && data.details?.summary.id === experiment.dataset?.id)
  const runReason = computed(() => {
    if (runs.isStarting) return t('shell.runStarting')
    if (!experiment.isOpen) return t('shell.noExperiment')
    if (!experiment.dataset) return t('shell.runNoData')
    if (isReadAnew.value) return t('shell.runUnimported')
    if (experiment.problems.length > 0) return t('shell.runUnready')
    const wrong = wrongFields.first
    return wrong && t('shell.runWrongField', { field: wrong.label, reason: wrong.reason })
  })

  return { startRun, runReason }
}
