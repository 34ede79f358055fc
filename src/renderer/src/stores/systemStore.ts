import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { FileHandle } from '../../../contract/identifiers.ts'
import type { QueueEntry } from '../../../contract/runs.ts'
import type { Environment, Host, SystemEvent } from '../../../contract/system.ts'
import type { ConnectionState } from '../api/connectLab.ts'
import { useLab } from '../api/lab.ts'
import { labError } from '../api/labError.ts'
import { readStream } from '../api/readStream.ts'
import { tellError } from '../i18n/errorWords.ts'
import { useCommandStore } from './commandStore.ts'
import { useRouteStore } from './routeStore.ts'
import { useSettingsStore } from './settingsStore.ts'
import { useToastStore } from './toastStore.ts'

export type Changed = Extract<SystemEvent, { kind: 'changed' }>['what']

/** The lab and the machine behind the page: reachable or not, its queue, what happens there. */
export const useSystemStore = defineStore('system', () => {
  const connection = ref<ConnectionState>('connecting')
  const host = ref<Host>('browser')
  const version = ref('')
  const environment = shallowRef<Environment>()
  const queue = shallowRef<readonly QueueEntry[]>([])
  /** Counts up whenever the lab says that something changed: watch it to ask again. */
  const changes = ref<Record<Changed, number>>({ runs: 0, datasets: 0, experiments: 0 })
  const files = openedFiles()

  const active = computed(() => queue.value.find(({ status }) => status === 'running' || status === 'paused'))

  /** Reads what the lab tells, again whenever it has come back. */
  async function listen(signal: AbortSignal): Promise<void> {
    try {
      await readStream((stop) => useLab().system.events(undefined, { signal: stop }), take, signal)
    } catch {
      // The connection says so itself; the next `connected` listens anew.
    }
  }
  async function load(): Promise<void> {
    environment.value = await useLab().system.environment()
    host.value = environment.value.host
    version.value = environment.value.version
    queue.value = await useLab().runs.queue()
  }
  function take(event: SystemEvent): void {
    switch (event.kind) {
      case 'hello':
        host.value = event.host
        version.value = event.version
        return
      case 'settings':
        useSettingsStore().take(event.settings)
        return
      case 'queue':
        queue.value = event.queue
        return
      case 'changed':
        changes.value[event.what] += 1
        return
      case 'writable':
        if (environment.value) environment.value = { ...environment.value, isReadOnly: false }
        return
      case 'command':
        useCommandStore().answer(event.command)
        return
      case 'opened':
        if (event.as === 'csv') files.takeCsv(event.file)
        else files.open(event.file)
        return
      case 'problem':
        showProblem(event.error)
    }
  }
  function showProblem(thrown: unknown): void {
    const { title, detail, fix } = tellError(labError(thrown))
    useToastStore().show({ tone: 'danger', title, text: [detail, fix].filter(Boolean).join(' ') })
  }
  return { ...files, connection, host, version, environment, queue, changes, active, listen, load, showProblem }
})

/** Files that the system or a person gives the page. */
function openedFiles() {
  /** A CSV that was dropped, chosen or opened: the data room takes it and clears this. */
  const pendingCsv = shallowRef<FileHandle>()
  const openers = shallowRef<readonly ((file: FileHandle) => void)[]>([])

  /** Shows a CSV in the data room. */
  function takeCsv(file: FileHandle): void {
    pendingCsv.value = file
    useRouteStore().go('data')
  }
  /** Is called with each experiment file that the system opens. */
  function onOpened(open: (file: FileHandle) => void): () => void {
    openers.value = [...openers.value, open]
    return () => (openers.value = openers.value.filter((other) => other !== open))
  }
  function open(file: FileHandle): void {
    for (const opener of openers.value) opener(file)
  }
  return { pendingCsv, takeCsv, onOpened, open }
}
