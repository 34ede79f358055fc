import { useCommands } from '../composables/useCommands.ts'
import { useI18n } from '../i18n/useI18n.ts'
import type { Command } from '../stores/commandStore.ts'
import { ROOMS, useRouteStore, type Room } from '../stores/routeStore.ts'
import { appCommands } from './appCommands.ts'
import { experimentCommands } from './experimentCommands.ts'
import { roomIcons } from './roomIcons.ts'

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
  const { ofExperiment, ofFiles } = experimentCommands(open)
  const ofApp = appCommands(open)

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

  useCommands(() => [...ofExperiment(), ...rooms(), ...innerRooms(), ...ofFiles(), ...ofApp()])
}
