import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { HoldoutError } from '../core/errors.ts'
import { Lab } from '../lab/lab.ts'
import { findChromium } from '../lab/exports/report/pdf/findChromium.ts'
import { printWithChromium } from '../lab/exports/report/pdf/printWithChromium.ts'
import { PlacesFile } from '../lab/places/placesFile.ts'
import { TrainerOfPlaces } from '../lab/places/trainerOfPlaces.ts'
import { ChildProcessTrainer } from '../lab/trainers/childProcessTrainer.ts'
import type { LockHolder } from '../lab/workspace/writeLock.ts'
import { PageServer } from './pageServer.ts'

export interface ServeOptions {
  readonly workspace: string
  readonly port?: number
  /** Folder of the built page; that of this checkout unless given. */
  readonly page?: string
  /** Ends by itself after so long without an open page or a run under way; never unless given. */
  readonly idleMs?: number
}

/** The app in a browser on this machine. */
export interface Serving {
  /** To be opened in a browser; good for one visit. */
  readonly address: string
  /** Another such address, for a page that was closed; an earlier one that was not visited is void. */
  newAddress(): string
  /** Who wrote to the workspace when this began, where another program did: until that one ends, this one can only look. */
  readonly writer: LockHolder | undefined
  /** Resolves when it has ended by itself because nobody used it. */
  readonly idle: Promise<void>
  close(): Promise<void>
}

const CHECKOUT = new URL('../../', import.meta.url)
const IDLE_CHECK_MS = 1000

/**
 * Starts the lab and serves the page on the loopback interface.
 * @throws HoldoutError `setup/no-page`, `usage/port-taken`, or of the family `workspace`
 */
export async function serve({ workspace, port, page, idleMs }: ServeOptions): Promise<Serving> {
  const folder = page ?? fileURLToPath(new URL('out/renderer/', CHECKOUT))
  requirePage(folder)
  const local = new ChildProcessTrainer()
  const lab = await Lab.boot({
    workspace,
    program: 'holdout serve',
    resources: fileURLToPath(new URL('resources/', CHECKOUT)),
    trainer: new TrainerOfPlaces(local, (name) => new PlacesFile(workspace).find(name)),
    checker: local,
    host: {
      host: 'browser',
      ...(findChromium() !== undefined && { printPdf: (html) => printWithChromium(html, { notify: console.error }) }),
    },
  })
  try {
    const server = await PageServer.listen({ lab, page: folder, ...(port !== undefined && { port }) })
    return new RunningServer(lab, server, idleMs)
  } catch (error) {
    await lab.shutdown()
    throw error
  }
}

class RunningServer implements Serving {
  readonly address: string
  readonly writer: LockHolder | undefined
  readonly idle: Promise<void>
  readonly #lab: Lab
  readonly #server: PageServer
  #watch: NodeJS.Timeout | undefined
  #closing: Promise<void> | undefined

  constructor(lab: Lab, server: PageServer, idleMs: number | undefined) {
    this.#lab = lab
    this.#server = server
    this.address = server.newAddress()
    this.writer = lab.writer
    this.idle = new Promise((resolve, reject) => {
      if (idleMs === undefined) return
      const look = (): void => {
        if (!lab.runs.isBusy && server.idleMs >= idleMs) this.close().then(resolve, reject)
      }
      this.#watch = setInterval(look, Math.min(idleMs, IDLE_CHECK_MS))
    })
  }

  newAddress(): string {
    return this.#server.newAddress()
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    clearInterval(this.#watch)
    await this.#server.close()
    await this.#lab.shutdown()
  }
}

function requirePage(folder: string): void {
  if (existsSync(join(folder, 'index.html'))) return
  throw new HoldoutError('setup/no-page', 'The page has not been built.', { hint: 'Build it: npm run build' })
}
