import {
  BookOpen,
  File,
  FilePlus,
  FolderOpen,
  Keyboard,
  Languages,
  Moon,
  Pencil,
  Play,
  Redo2,
  Save,
  Search,
  SlidersHorizontal,
  Sun,
  Undo2,
} from '@lucide/vue'
import { computed, shallowRef, watch } from 'vue'
import { useI18n } from '../i18n/useI18n.ts'
import type { Example, RecentFile } from '../../../contract/experiments.ts'
import { useLab } from '../api/lab.ts'
import { pickFile } from '../api/pickFile.ts'
import { roomIcons } from './roomIcons.ts'
import { LANGUAGES } from '../i18n/i18n.ts'
import type { Language } from '../i18n/i18n.ts'
import type { Command } from '../stores/commandStore.ts'
import { useExperimentStore } from '../stores/experimentStore.ts'
import { useFirstStepStore } from '../stores/firstStepStore.ts'
import { ROOMS, useRouteStore } from '../stores/routeStore.ts'
import type { Room } from '../stores/routeStore.ts'
import { usePlaceStore } from '../stores/placeStore.ts'
import { useRunStore } from '../rooms/run/runStore.ts'
import { useSettingsStore } from '../stores/settingsStore.ts'
import { useSystemStore } from '../stores/systemStore.ts'
import { useSavedToast } from '../composables/useSavedToast.ts'
import { useWrongFieldStore } from '../rooms/model/wrongFieldStore.ts'
import { useCommands } from '../composables/useCommands.ts'
import { useStepText } from '../rooms/model/useStepText.ts'

const ANSWERS = {
  data: 'showData',
  model: 'showModel',
  run: 'showRun',
  history: 'showHistory',
  report: 'showReport',
} as const satisfies Record<Room, string>

/** What can be done from everywhere. */
export function useShellCommands(open: {
  palette: () => void
  settings: () => void
  rename: () => void
  shortcuts: () => void
}): void {
  const { t } = useI18n()
  const route = useRouteStore()
  const settings = useSettingsStore()
  const system = useSystemStore()
  const experiment = useExperimentStore()
  const runs = useRunStore()
  const places = usePlaceStore()
  const steps = useFirstStepStore()
  const tellSaved = useSavedToast()
  const wrongFields = useWrongFieldStore()
  const stepText = useStepText()

  const attempt = (work: () => Promise<unknown>) => void work().catch((error: unknown) => system.showProblem(error))

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

  const noExperiment = computed(() => (experiment.file ? undefined : t('shell.noExperiment')))
  const runReason = computed(() => {
    if (!experiment.isOpen) return t('shell.noExperiment')
    if (!experiment.dataset) return t('shell.runNoData')
    if (experiment.problems.length > 0) return t('shell.runUnready')
    const wrong = wrongFields.first
    return wrong && t('shell.runWrongField', { field: wrong.label, reason: wrong.reason })
  })

  const rooms = (): Command[] =>
    ROOMS.map((room, index) => ({
      id: `go.${room}`,
      title: t(`shell.room.${room}`),
      group: 'go',
      icon: roomIcons[room],
      keys: `$mod+${index + 1}`,
      answers: ANSWERS[room],
      run: () => route.go(room),
    }))
  const innerRooms = (): Command[] => [
    {
      id: 'go.predict',
      title: t('predict.title'),
      group: 'go',
      icon: roomIcons.predict,
      run: () => route.go('predict'),
    },
  ]

  const experimentCommands = (): Command[] => [
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

  const fileCommands = (): Command[] => [
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

  const appCommands = (): Command[] => [
    {
      id: 'app.palette',
      title: t('shell.palette'),
      group: 'app',
      icon: Search,
      keys: '$mod+k',
      answers: 'palette',
      isHidden: true,
      run: open.palette,
    },
    {
      id: 'app.settings',
      title: t('shell.settings'),
      group: 'app',
      icon: SlidersHorizontal,
      keys: '$mod+,',
      answers: 'settings',
      run: open.settings,
    },
    {
      id: 'app.shortcuts',
      title: t('shell.shortcutSheet'),
      group: 'app',
      icon: Keyboard,
      keys: 'Shift+?',
      run: open.shortcuts,
    },
    {
      id: 'app.about',
      title: t('shell.about'),
      group: 'app',
      icon: SlidersHorizontal,
      answers: 'about',
      run: open.settings,
    },
    ...(['light', 'dark'] as const).map((theme): Command => ({
      id: `app.theme.${theme}`,
      title: `${t('shell.theme')}: ${t(`shell.themes.${theme}`)}`,
      group: 'app',
      icon: theme === 'dark' ? Moon : Sun,
      isHidden: settings.theme === theme,
      run: () => void settings.change({ theme }),
    })),
    ...Object.entries(LANGUAGES).map(([language, name]): Command => ({
      id: `app.language.${language}`,
      title: `${t('shell.language')}: ${name}`,
      group: 'app',
      icon: Languages,
      words: 'language 语言',
      isHidden: settings.language === language,
      run: () => void settings.change({ language: language as Language }),
    })),
  ]

  useCommands(() => [...experimentCommands(), ...rooms(), ...innerRooms(), ...fileCommands(), ...appCommands()])
}
