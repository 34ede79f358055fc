import type { PredictionProgress } from '../../lab/models/predictCsv.ts'
import type { Terminal } from '../terminal.ts'
import { progressBar } from './progressLine.ts'

const REDRAWN_EVERY_MS = 100
const TOLD_EVERY_MS = 2000

/** How far a prediction is, on stderr: a line that is drawn again, or in a log a line every two seconds. */
export class PredictionProgressLine {
  readonly #terminal: Terminal
  readonly #now: () => number
  #toldAtMs: number
  #isDrawn = false

  constructor(terminal: Terminal, now: () => number = Date.now) {
    this.#terminal = terminal
    this.#now = now
    this.#toldAtMs = now()
  }

  show(progress: PredictionProgress): void {
    const { isInteractive } = this.#terminal
    if (this.#now() - this.#toldAtMs < (isInteractive ? REDRAWN_EVERY_MS : TOLD_EVERY_MS)) return
    this.#toldAtMs = this.#now()
    const words = wordsOf(progress)
    if (!isInteractive) {
      this.#terminal.err(`${words}\n`)
      return
    }
    this.#terminal.err(`\r\u001b[2K${progressBar(progress.share)} ${words}`)
    this.#isDrawn = true
  }

  /** Wipes the line. */
  close(): void {
    if (this.#isDrawn) this.#terminal.err('\r\u001b[2K')
    this.#isDrawn = false
  }
}

function wordsOf(progress: PredictionProgress): string {
  const percent = `${String(Math.floor(100 * progress.share))} %`
  if (progress.stage === 'reading') return `reading the file, ${percent}`
  return `${progress.done.toLocaleString('en')} rows predicted, ${percent}`
}
