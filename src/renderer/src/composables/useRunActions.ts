import { BadgeCheck, FileText, PencilLine, Play, Repeat } from '@lucide/vue'
import { useI18n } from 'vue-i18n'
import { useExperimentStore } from '../stores/experimentStore.ts'
import { useRouteStore } from '../stores/routeStore.ts'
import { useRunActionStore } from '../stores/runActionStore.ts'
import type { NamedRun } from '../stores/runActionStore.ts'
import { useSystemStore } from '../stores/systemStore.ts'
import { useToastStore } from '../stores/toastStore.ts'
import type { MenuEntry } from '../ui/index.ts'

/** What can be done with a run that was kept, as a menu: the same wherever the run is shown. */
export function useRunActions() {
  const { t } = useI18n()
  const route = useRouteStore()
  const system = useSystemStore()
  const experiment = useExperimentStore()
  const actions = useRunActionStore()
  const toasts = useToastStore()

  async function edit(run: NamedRun): Promise<void> {
    const wasOpen = experiment.isOpen
    const putBack = await actions.edit(run)
    route.go('model')
    toasts.show({
      tone: 'info',
      title: t('history.edited', { name: run.runName }),
      ...(wasOpen && { action: { label: t('common.undo'), run: putBack } }),
    })
  }
  function openEntries({ runId }: NamedRun): MenuEntry[] {
    return [
      { key: 'open', label: t('history.openRun'), icon: Play, run: () => route.go('run', runId) },
      { key: 'report', label: t('history.openReport'), icon: FileText, run: () => route.go('report', runId) },
    ]
  }
  function workEntries(run: NamedRun): MenuEntry[] {
    const attempt = () => void edit(run).catch((error: unknown) => system.showProblem(error))
    return [
      { key: 'edit', label: t('history.edit'), icon: PencilLine, run: attempt },
      { key: 'extend', label: t('history.extend.action'), icon: Repeat, run: () => actions.askExtend(run) },
      { key: 'verify', label: t('history.verify.action'), icon: BadgeCheck, run: () => void actions.verify(run) },
    ]
  }
  return { openEntries, workEntries }
}
