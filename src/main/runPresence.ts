import { Notification, powerSaveBlocker } from 'electron'
import type { BrowserWindow } from 'electron'
import type { QueueEntry } from '../contract/runs.ts'
import type { EventHub, Subscription } from '../lab/api/eventHub.ts'

/** Shows outside the window that something trains: progress in the taskbar, sleep held off, a word when it is done. */
export class RunPresence {
  readonly #window: BrowserWindow
  readonly #subscription: Subscription
  readonly #stop = new AbortController()
  #blocker: number | undefined
  #training: QueueEntry | undefined

  constructor(window: BrowserWindow, hub: EventHub) {
    this.#window = window
    this.#subscription = hub.subscribe()
    void this.#follow()
  }

  close(): void {
    this.#stop.abort()
    this.#subscription.close()
    this.#letSleep()
  }

  async #follow(): Promise<void> {
    for await (const event of this.#subscription.events(this.#stop.signal)) {
      if (event.kind === 'queue')
        this.#show(event.queue.find(({ status }) => status === 'running' || status === 'paused'))
    }
  }

  #show(training: QueueEntry | undefined): void {
    if (this.#window.isDestroyed()) return
    if (this.#training && training?.runId !== this.#training.runId) this.#tellDone(this.#training)
    this.#training = training
    const mode = training?.status === 'paused' ? 'paused' : 'normal'
    this.#window.setProgressBar(training ? training.fraction : -1, { mode })
    if (training?.status === 'running') this.#keepAwake()
    else this.#letSleep()
  }

  /** Who looks at the window sees it there. */
  #tellDone({ name }: QueueEntry): void {
    if (this.#window.isFocused() || !Notification.isSupported()) return
    const notification = new Notification({ title: name, body: 'The run has ended.' })
    notification.on('click', () => this.#window.show())
    notification.show()
  }

  #keepAwake(): void {
    this.#blocker ??= powerSaveBlocker.start('prevent-app-suspension')
  }

  #letSleep(): void {
    if (this.#blocker === undefined) return
    powerSaveBlocker.stop(this.#blocker)
    this.#blocker = undefined
  }
}
