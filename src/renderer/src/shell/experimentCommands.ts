import { File, BookOpen, FilePlus, FolderOpen, Pencil, Play, Redo2, Save, Undo2 } from '@lucide/vue'
import { computed } from 'vue'
import { useI18n } from '../i18n/useI18n.ts'
import { useStepText } from '../rooms/model/useStepText.ts'
import type { Command } from '../stores/commandStore.ts'
import { useExperimentStore } from '../stores/experimentStore.ts'
import { useRouteStore } from '../stores/routeStore.ts'
import { useExperimentFiles } from './useExperimentFiles.ts'
import { useStartRun } from './useStartRun.ts'

interface ExperimentCommands {
  /** What is done with the experiment in the editor. */
  readonly ofExperiment: () => Command[]
  /** Examples and files that were open before. */
  readonly ofFiles: () => Command[]
}

/** What is done with experiments. */
export function experimentCommands(open: { readonly rename: () => void }): ExperimentCommands {
  const files = useExperimentFiles()
  const parts = [startCommands(files), savingCommands(files, open), undoCommands()]
  return { ofExperiment: () => parts.flatMap((commands) => commands()), ofFiles: fileCommands(files) }
}

type Files = ReturnType<typeof useExperimentFiles>

function startCommands({ attempt, openExperiment }: Files): () => Command[] {
  const { t } = useI18n()
  const route = useRouteStore()
  const { startRun, runReason } = useStartRun()
  return () => [
    {
      id: 'run.start',
      title: t('shell.run'),
      group: 'run',
      icon: Play,
      keys: '$mod+Enter',
      answers: 'run',
      disabledReason: runReason.value,
      isHidden: route.place === 'start',
      run: () => attempt(startRun),
    },
    {
      id: 'experiment.new',
      title: t('shell.newExperiment'),
      group: 'experiment',
      icon: FilePlus,
      answers: 'newExperiment',
      run: () => route.go('start'),
    },
    {
      id: 'experiment.open',
      title: t('shell.openFile'),
      group: 'experiment',
      icon: FolderOpen,
      keys: '$mod+Shift+o',
      run: () => attempt(openExperiment),
    },
  ]
}

function savingCommands({ attempt, save }: Files, open: { readonly rename: () => void }): () => Command[] {
  const { t } = useI18n()
  const experiment = useExperimentStore()
  const noExperiment = computed(() => (experiment.file ? undefined : t('shell.noExperiment')))
  return () => [
    {
      id: 'experiment.rename',
      title: t('shell.rename'),
      group: 'experiment',
      icon: Pencil,
      disabledReason: noExperiment.value,
      run: open.rename,
    },
    {
      id: 'experiment.save',
      title: t('shell.saveExperiment'),
      group: 'experiment',
      icon: Save,
      keys: '$mod+s',
      answers: 'save',
      disabledReason: noExperiment.value,
      run: () => attempt(() => save(false)),
    },
    {
      id: 'experiment.saveAs',
      title: t('shell.saveAs'),
      group: 'experiment',
      icon: Save,
      keys: '$mod+Shift+s',
      answers: 'saveAs',
      disabledReason: noExperiment.value,
      run: () => attempt(() => save(true)),
    },
  ]
}

function undoCommands(): () => Command[] {
  const { t } = useI18n()
  const experiment = useExperimentStore()
  const stepText = useStepText()
  return () => [
    {
      id: 'experiment.undo',
      title: experiment.undoStep ? `${t('common.undo')}: ${stepText(experiment.undoStep)}` : t('common.undo'),
      group: 'experiment',
      icon: Undo2,
      keys: '$mod+z',
      answers: 'undo',
      isHidden: !experiment.undoStep,
      run: () => experiment.undo(),
    },
    {
      id: 'experiment.redo',
      title: experiment.redoStep ? `${t('common.redo')}: ${stepText(experiment.redoStep)}` : t('common.redo'),
      group: 'experiment',
      icon: Redo2,
      keys: '$mod+Shift+z',
      answers: 'redo',
      isHidden: !experiment.redoStep,
      run: () => experiment.redo(),
    },
  ]
}

function fileCommands({ attempt, openFile, examples, recent }: Files): () => Command[] {
  const { t } = useI18n()
  return () => [
    ...recent.value
      .filter(({ kind }) => kind === 'experiment')
      .map(({ file }): Command => ({
        id: `experiment.recent.${file.ref}`,
        title: t('shell.openRecent', { name: file.name }),
        group: 'experiment',
        icon: File,
        run: () => attempt(() => openFile(file.ref)),
      })),
    ...examples.value.map(({ file, name, models }): Command => ({
      id: `experiment.example.${file.ref}`,
      title: t('shell.openExample', { name }),
      group: 'experiment',
      icon: BookOpen,
      where: models.join(', '),
      run: () => attempt(() => openFile(file.ref)),
    })),
  ]
}
