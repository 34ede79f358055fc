import { BadgeCheck, FileOutput, FileText, ListChecks, PencilLine, Play, Repeat } from '@lucide/vue'
import { useI18n } from '../../i18n/useI18n.ts'
import type { ExperimentFile } from '../../../../core/experiment/file/experimentFile.ts'
import type { OpenedReport } from '../../../../contract/reports.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { useRouteStore } from '../../stores/routeStore.ts'
import type { Step } from '../model/step.ts'
import { useRunActionStore } from './runActionStore.ts'
import type { NamedRun } from './runActionStore.ts'
import { useSystemStore } from '../../stores/systemStore.ts'
import { useToastStore } from '../../stores/toastStore.ts'
import type { MenuEntry } from '../../ui/index.ts'

/** What can be done with a run that was kept, as a menu: the same wherever the run is shown. */
export function useRunActions() {
  const { t } = useI18n()
  const route = useRouteStore()
  const system = useSystemStore()
  const experiment = useExperimentStore()
  const actions = useRunActionStore()
  const toasts = useToastStore()

  /** Goes to the editor with what `take` puts there, and can be taken back. */
  async function edit(name: string, take: () => Promise<() => void>): Promise<void> {
    const wasOpen = experiment.isOpen
    try {
      const putBack = await take()
      route.go('model')
      const action = { label: t('common.undo'), run: putBack }
      toasts.show({ tone: 'info', title: t('history.edited', { name }), ...(wasOpen && { action }) })
    } catch (error) {
      system.showProblem(error)
    }
  }
  /** Edits the experiment of a run with a change made already. */
  function editWith(run: NamedRun, step: Step, change: (file: ExperimentFile) => ExperimentFile): void {
    void edit(run.runName, async () => {
      const putBack = await actions.edit(run)
      experiment.applyEdit(step, change)
      return putBack
    })
  }
  /** Edits the experiment of a report that was opened. */
  function editReport({ name, experiment: text, datasetSha256 }: OpenedReport): void {
    void edit(name, () => actions.editText(text, ({ sha256 }) => sha256 === datasetSha256))
  }
  function openEntries({ runId }: NamedRun): MenuEntry[] {
    return [
      { key: 'open', label: t('history.openRun'), icon: Play, run: () => route.go('run', runId) },
      { key: 'report', label: t('history.openReport'), icon: FileText, run: () => route.go('report', runId) },
    ]
  }
  function workEntries(run: NamedRun): MenuEntry[] {
    const editRun = () => void edit(run.runName, () => actions.edit(run))
    return [
      { key: 'edit', label: t('history.edit'), icon: PencilLine, run: editRun },
      { key: 'extend', label: t('history.extend.action'), icon: Repeat, run: () => actions.askExtend(run) },
      { key: 'export', label: t('run.export.action'), icon: FileOutput, run: () => actions.askExport(run) },
      { key: 'verify', label: t('history.verify.action'), icon: BadgeCheck, run: () => void actions.verify(run) },
      { key: 'scope', label: t('run.scope.action'), icon: ListChecks, run: () => void actions.proveScope(run) },
    ]
  }
  return { openEntries, workEntries, editReport, editWith }
}
