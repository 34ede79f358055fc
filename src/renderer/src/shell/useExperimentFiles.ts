import { shallowRef, watch } from 'vue'
import type { Example, RecentFile } from '../../../contract/experiments.ts'
import { useLab } from '../api/lab.ts'
import { pickFile } from '../api/pickFile.ts'
import { useSavedToast } from '../composables/useSavedToast.ts'
import { useExperimentStore } from '../stores/experimentStore.ts'
import { usePlaceStore } from '../stores/placeStore.ts'
import { useRouteStore } from '../stores/routeStore.ts'
import { useSystemStore } from '../stores/systemStore.ts'

/** Experiments as files: opened, saved, examples and recent ones. */
export function useExperimentFiles() {
  const route = useRouteStore()
  const system = useSystemStore()
  const experiment = useExperimentStore()
  const places = usePlaceStore()
  const tellSaved = useSavedToast()

  const attempt = (work: () => Promise<unknown>) => void work().catch((error: unknown) => system.showProblem(error))

  async function openExperiment(): Promise<void> {
    const chosen = await pickFile('experiment', system.host)
    if (chosen) await openFile(chosen.ref)
  }
  async function openFile(ref: string): Promise<void> {
    await experiment.open(ref)
    route.go('model')
  }
  async function save(as: boolean): Promise<void> {
    tellSaved(await experiment.save(as))
  }

  const examples = shallowRef<readonly Example[]>([])
  const recent = shallowRef<readonly RecentFile[]>([])
  async function loadFiles(): Promise<void> {
    const { experiments } = useLab()
    ;[examples.value, recent.value] = await Promise.all([experiments.examples(), experiments.recent()])
  }
  watch([() => system.connection === 'connected', () => system.changes.experiments], ([isConnected]) => {
    if (isConnected) attempt(() => Promise.all([loadFiles(), places.load()]))
  })

  return { attempt, openExperiment, openFile, save, examples, recent }
}
