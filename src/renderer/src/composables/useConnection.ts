import { onScopeDispose, watch } from 'vue'
import { useExperimentStore } from '../stores/experimentStore.ts'
import { useRouteStore } from '../stores/routeStore.ts'
import { useRunStore } from '../rooms/run/runStore.ts'
import { useSettingsStore } from '../stores/settingsStore.ts'
import { useSystemStore } from '../stores/systemStore.ts'

/** Loads what the page needs, and again what it may have missed whenever the lab comes back. */
export function useConnection(): { begin: () => void } {
  const system = useSystemStore()
  const settings = useSettingsStore()
  const experiment = useExperimentStore()
  const runs = useRunStore()
  const route = useRouteStore()
  let listening = new AbortController()

  async function load(): Promise<void> {
    listening.abort()
    listening = new AbortController()
    void system.listen(listening.signal)
    await Promise.all([settings.load(), system.load()])
  }
  async function begin(): Promise<void> {
    const wasModel = route.place === 'model'
    try {
      await load()
      const hadDraft = await experiment.restoreDraft()
      // Who has gone there meanwhile is left there.
      if (!hadDraft && wasModel && route.place === 'model') route.go('start')
      if (system.active) runs.watchRun(system.active.runId)
    } catch (error) {
      system.showProblem(error)
    }
  }
  watch(
    () => system.connection,
    (now, before) => {
      if (now !== 'connected' || before !== 'lost') return
      runs.watchAgain()
      load().catch((error: unknown) => system.showProblem(error))
    },
  )
  // The experiment is unchanged as long as it reads like the newest run's, also after the page was loaded anew.
  watch(
    () => runs.latest?.header.experiment,
    (text) => {
      if (text !== undefined) experiment.runText = text
    },
  )
  onScopeDispose(
    system.onOpened((file) => {
      experiment
        .open(file.ref)
        .then(() => route.go('model'))
        .catch((error: unknown) => system.showProblem(error))
    }),
  )
  onScopeDispose(() => listening.abort())
  return { begin: () => void begin() }
}
