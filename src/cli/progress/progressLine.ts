import type { CandidateProgress } from '../../core/run/runProgress.ts'
import { durationText } from '../durationText.ts'
import { plainText } from '../plainText.ts'

const BAR_WIDTH = 20

/** How far a candidate has come, in words: `3/10 fits, epoch 120/300, 12 s left, 1 diverged`. */
export function progressWords(progress: CandidateProgress): string {
  const { status, fits, fitsDone, fitsFailed, epoch, epochs, remainingMs } = progress
  if (status === 'waiting') return 'waiting'
  const parts = [`${String(fitsDone)}/${String(fits)} fits`]
  if (status === 'running') parts.push(`epoch ${String(epoch)}/${String(epochs)}`)
  if (remainingMs !== undefined) parts.push(`${durationText(remainingMs)} left`)
  if (fitsFailed > 0) parts.push(`${String(fitsFailed)} diverged`)
  return parts.join(', ')
}

/** A candidate's name, cut or padded to `width` characters. */
export function fixedName(name: string, width: number): string {
  const plain = plainText(name)
  return plain.length > width ? `${plain.slice(0, width - 1)}…` : plain.padEnd(width)
}

/** A bar of fixed width. */
export function progressBar(fraction: number): string {
  const full = Math.round(fraction * BAR_WIDTH)
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full)
}
