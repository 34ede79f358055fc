import { runProgress } from '../../core/run/runProgress.ts'
import type { CandidateProgress, RunProgress } from '../../core/run/runProgress.ts'
import type { RunState } from '../../core/run/runState.ts'
import { colorsFor } from '../colors.ts'
import { durationText } from '../durationText.ts'
import type { Terminal } from '../terminal.ts'
import { fixedName, progressBar, progressWords } from './progressLine.ts'
import type { ProgressView } from './progressView.ts'

const MOST_LINES = 12
const NAME_WIDTH = 28
const CLEAR_LINE = '\u001b[K'

/** Progress as one line per candidate, drawn anew in its place. */
export class InteractiveProgress implements ProgressView {
  readonly #terminal: Terminal
  #drawn = 0
  #last: RunProgress | undefined

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  show(state: RunState): void {
    this.#last = runProgress(state)
    this.#draw()
  }

  say(line: string): void {
    this.#terminal.err(`${this.#rewind()}${line}${CLEAR_LINE}\n`)
    this.#drawn = 0
    this.#draw()
  }

  close(): void {
    this.#last = undefined
    this.#drawn = 0
  }

  #draw(): void {
    if (!this.#last) return
    const lines = this.#lines(this.#last)
    // One write, so that nothing flickers; what an earlier, longer drawing left below is cleared.
    this.#terminal.err(`${this.#rewind()}${lines.map((line) => line + CLEAR_LINE).join('\n')}\n\u001b[J`)
    this.#drawn = lines.length
  }

  #rewind(): string {
    return this.#drawn === 0 ? '' : `\u001b[${String(this.#drawn)}A\r`
  }

  #lines(progress: RunProgress): string[] {
    const { candidates } = progress
    if (candidates.length <= MOST_LINES) return candidates.map((candidate) => this.#candidateLine(candidate))
    const running = candidates.filter(({ status }) => status === 'running').slice(0, MOST_LINES - 1)
    return [this.#wholeLine(progress), ...running.map((candidate) => this.#candidateLine(candidate))]
  }

  #candidateLine(candidate: CandidateProgress): string {
    return this.#line(candidate.name, candidate.fraction, progressWords(candidate))
  }

  #wholeLine({ candidates, fitsDone, fits, fraction, remainingMs }: RunProgress): string {
    const left = remainingMs === undefined ? '' : `, ${durationText(remainingMs)} left`
    const name = `All ${String(candidates.length)} candidates`
    return this.#line(name, fraction, `${String(fitsDone)}/${String(fits)} fits${left}`)
  }

  #line(name: string, fraction: number, words: string): string {
    const { accent, muted } = colorsFor(this.#terminal)
    const nameWidth = Math.min(NAME_WIDTH, Math.max(8, Math.floor(this.#terminal.columns() / 4)))
    const room = this.#terminal.columns() - nameWidth - 25
    const shown = words.slice(0, Math.max(0, room))
    return `${fixedName(name, nameWidth)} ${accent(progressBar(fraction))} ${muted(shown)}`
  }
}
