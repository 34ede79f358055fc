import { randomUUID } from 'node:crypto'
import type { Download } from './pageHandler.ts'

/** How many files wait to be fetched at most; older ones were forgotten by their browser. */
const MOST_WAITING = 20

/** Files that a browser may fetch, each once. */
export class Downloads {
  readonly #waiting = new Map<string, Download>()

  /** @returns where to fetch it */
  offer(download: Download): string {
    const id = randomUUID()
    this.#waiting.set(id, download)
    for (const oldest of [...this.#waiting.keys()].slice(0, -MOST_WAITING)) this.#waiting.delete(oldest)
    return `/data/downloads/${id}`
  }

  take(id: string): Download | undefined {
    const download = this.#waiting.get(id)
    this.#waiting.delete(id)
    return download
  }
}
