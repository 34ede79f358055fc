import { runProgress } from '../../core/run/runProgress.ts'
import type { CandidateProgress, RunProgress } from '../../core/run/runProgress.ts'
import type { RunState } from '../../core/run/runState.ts'
import { durationText } from '../durationText.ts'
import { plainText } from '../plainText.ts'
import type { Terminal } from '../terminal.ts'
import { progressWords } from './progressLine.ts'
import type { ProgressView } from './progressView.ts'

/** Of the run's own time, so that a log gets a few lines and not thousands. */
const EVERY_MS = 2000
/** Candidates that get lines of their own; larger sweeps are reported as a whole. */
const MOST_NAMED = 12

/** Progress as lines of a log: when a candidate ends, and every two seconds between. */
export class PlainProgress implements ProgressView {
  readonly #terminal: Terminal
  readonly #ended = new Set<string>()
  #toldAtMs = 0

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  show(state: RunState): void {
    const progress = runProgress(state)
    const isNamed = progress.candidates.length <= MOST_NAMED
    const isDue = state.atMs - this.#toldAtMs >= EVERY_MS
    if (isNamed) for (const candidate of progress.candidates) this.#tell(candidate, isDue)
    else if (isDue) this.say(wholeRun(progress))
    if (isDue) this.#toldAtMs = state.atMs
  }

  say(line: string): void {
    this.#terminal.err(`${line}\n`)
  }

  close(): void {
    this.#ended.clear()
  }

  #tell(candidate: CandidateProgress, isDue: boolean): void {
    const { name, status } = candidate
    const isNews = status === 'done' ? !this.#ended.has(name) : status === 'running' && isDue
    if (!isNews) return
    if (status === 'done') this.#ended.add(name)
    this.say(`${plainText(name)}: ${progressWords(candidate)}`)
  }
}

function wholeRun({ fitsDone, fits, fraction, remainingMs }: RunProgress): string {
  const left = remainingMs === undefined ? '' : `, ${durationText(remainingMs)} left`
  return `${String(fitsDone)}/${String(fits)} fits, ${(100 * fraction).toFixed(0)} %${left}`
}
