import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowReactive } from 'vue'
import type { RunHeader, RunStatus, RunUpdate } from '../../../../contract/runs.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { applyRunEvents } from '../../../../core/run/applyRunEvent.ts'
import type { RunEnd } from '../../../../core/run/runEvent.ts'
import type { RunProgress } from '../../../../core/run/runProgress.ts'
import { initialRunState } from '../../../../core/run/runState.ts'
import type { RunState } from '../../../../core/run/runState.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { readStream } from '../../api/readStream.ts'

/** A run as far as the page has heard of it. Replaced as a whole at most once a frame. */
export interface LiveRun {
  readonly header: RunHeader
  readonly status: RunStatus
  readonly state: RunState
  readonly progress?: RunProgress
  readonly isCaughtUp: boolean
  readonly end?: RunEnd
}

/** Runs that have ended and are nevertheless kept: going back to them shows them at once, others are asked for anew. */
const MOST_KEPT = 4

/** What a run is started with. */
interface NewRun {
  text: string
  datasetId: string
  models?: string[]
  on?: string
  sendData?: boolean
}

/** Runs that are watched. */
export const useRunStore = defineStore('runs', () => {
  const runs = shallowReactive(new Map<string, LiveRun>())
  const errors = reactive(new Map<string, ErrorData>())
  const watched = new Map<string, AbortController>()
  /** The run that was last started or looked at. */
  const latestId = ref<string>()
  const latest = computed(() => (latestId.value === undefined ? undefined : runs.get(latestId.value)))

  /** Follows a run until it ends; does nothing while it is followed already. The stream of one that has ended may still be open. */
  function watchRun(runId: string): void {
    if (watched.has(runId) && runs.get(runId)?.end === undefined) latestId.value = runId
    else watchAnew(runId)
  }
  /** Follows a run that goes on: a stream that is open may be that of its end, sent again. */
  function watchAnew(runId: string): void {
    latestId.value = runId
    watched.get(runId)?.abort()
    const controller = new AbortController()
    watched.set(runId, controller)
    void follow(runId, controller.signal).finally(() => {
      if (watched.get(runId) === controller) watched.delete(runId)
    })
  }
  /** Follows anew what was followed when the lab went away. */
  function watchAgain(): void {
    const ids = [...watched.keys()]
    for (const controller of watched.values()) controller.abort()
    watched.clear()
    const { value } = latestId
    for (const runId of ids) watchRun(runId)
    if (value !== undefined) {
      const isOver = runs.get(value)?.end !== undefined
      if (!isOver) watchRun(value)
      latestId.value = value
    }
  }

  async function follow(runId: string, signal: AbortSignal): Promise<void> {
    // What another stream of the run has replaced is no news.
    const inbox = new Inbox((updates) => {
      if (!signal.aborted) takeAll(runId, updates)
    })
    try {
      errors.delete(runId)
      await readStream(
        (stop) => useLab().runs.events({ runId }, { signal: stop }),
        (update) => inbox.add(update),
        signal,
      )
    } catch (error) {
      errors.set(runId, labError(error))
    } finally {
      inbox.flush()
    }
  }
  function takeAll(runId: string, updates: readonly RunUpdate[]): void {
    let run = runs.get(runId)
    for (const update of updates) run = applyUpdate(run, update)
    if (!run) return
    runs.set(runId, run)
    for (const id of forgettable([...runs.keys()], (one) => watched.has(one) || one === latestId.value)) runs.delete(id)
  }

  return { runs, errors, latest, latestId, watchRun, watchAgain, ...starting(watchRun), ...queueControls(watchAnew) }
})

/** How runs begin. */
function starting(watchRun: (runId: string) => void) {
  /** Whether the lab reads and checks the data of a run that is to begin: of millions of rows that takes a minute. */
  const isStarting = ref(false)

  async function start(input: NewRun): Promise<string> {
    isStarting.value = true
    try {
      const { runId } = await useLab().runs.start(input)
      watchRun(runId)
      return runId
    } finally {
      isStarting.value = false
    }
  }
  return { isStarting, start }
}

/** What is done to runs in the queue. */
function queueControls(watchAnew: (runId: string) => void) {
  const pause = (runId: string) => useLab().runs.pause({ runId })
  const stop = (runId: string) => useLab().runs.stop({ runId })
  /** Puts a waiting run at another place among those that wait, from 0. */
  const move = (runId: string, to: number) => useLab().runs.move({ runId, to })
  async function resume(runId: string): Promise<void> {
    await useLab().runs.resume({ runId })
    watchAnew(runId)
  }
  return { pause, resume, stop, move }
}

/** The oldest of what nobody looks at, beyond the newest few: curves of hundreds of fits take megabytes. */
export function forgettable(runIds: readonly string[], isNeeded: (runId: string) => boolean): readonly string[] {
  return runIds.filter((runId) => !isNeeded(runId)).slice(0, -MOST_KEPT)
}

/** A run after one more message of its stream. */
export function applyUpdate(run: LiveRun | undefined, update: RunUpdate): LiveRun | undefined {
  if (update.kind === 'begin') {
    const { header, status } = update
    return { header, status, state: initialRunState(header.candidates), isCaughtUp: false }
  }
  if (!run) return undefined
  if (update.kind === 'events') return { ...run, state: applyRunEvents(run.state, update.events) }
  if (update.kind === 'progress') {
    const { status, progress, isCaughtUp } = update
    return { ...run, status, progress, isCaughtUp }
  }
  return { ...run, status: update.status, end: update.end, isCaughtUp: true }
}

/** Gathers messages and hands them on once a frame; at once where nothing is painted. */
class Inbox {
  #updates: RunUpdate[] = []
  #isScheduled = false
  readonly #take: (updates: readonly RunUpdate[]) => void

  constructor(take: (updates: readonly RunUpdate[]) => void) {
    this.#take = take
  }

  add(update: RunUpdate): void {
    this.#updates.push(update)
    if (this.#isScheduled) return
    this.#isScheduled = true
    if (document.hidden) setTimeout(() => this.flush(), 50)
    else requestAnimationFrame(() => this.flush())
  }

  flush(): void {
    this.#isScheduled = false
    if (this.#updates.length > 0) this.#take(this.#updates.splice(0))
  }
}
