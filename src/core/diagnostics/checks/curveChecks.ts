import { mean } from '../../statistics/descriptive.ts'
import type { Check, CheckInput } from './check.ts'
import { rounded } from './check.ts'

const FEWEST_EPOCHS = 10
const STILL_FALLING = 0.03
const RISEN = 1.15
const JUMP = 1.5
const JUMPY = 0.1

/** Stopped too early. */
export const stillFalling: Check = {
  code: 'HC011',
  severity: 'hint',
  title: 'The loss was still falling at the last epoch',
  detection:
    'The mean held-out loss of the last tenth of the epochs is more than 3 % below that of the tenth before it, and lowest at the end. At least ten epochs, without early stopping.',
  reason: 'The model had not finished learning: with more epochs it will probably score better.',
  advice: 'Train for more epochs, or use a larger learning rate.',
  find: (input) => {
    const loss = heldOutLoss(input)
    if (!loss) return null
    const tenth = Math.max(2, Math.floor(loss.length / 10))
    const last = mean(loss.slice(-tenth))
    const before = mean(loss.slice(-2 * tenth, -tenth))
    const lowest = Math.min(...loss)
    if (last > before * (1 - STILL_FALLING) || lowest < Math.min(...loss.slice(-tenth))) return null
    return {
      evidence: { epochs: loss.length, fell: rounded(1 - last / before), loss: rounded(loss[loss.length - 1]) },
      action: { kind: 'set', path: 'training.epochs', value: 2 * loss.length },
    }
  },
}

/** Trained on for long after the best epoch. */
export const risenForLong: Check = {
  code: 'HC012',
  severity: 'hint',
  title: 'The held-out loss has risen for long',
  detection:
    'The mean held-out loss was lowest in the first 60 % of the epochs and ends more than 15 % above that. At least ten epochs, without early stopping.',
  reason: 'After its best epoch the model only learned its training rows by heart, and grew too sure of itself.',
  advice: 'Use early stopping, which keeps the weights of the best epoch; or fewer epochs, or more regularization.',
  find: (input) => {
    const loss = heldOutLoss(input)
    if (!loss) return null
    const lowest = Math.min(...loss)
    const at = loss.indexOf(lowest)
    const end = mean(loss.slice(-Math.max(1, Math.floor(loss.length / 20))))
    if (at >= 0.6 * loss.length || end < RISEN * lowest) return null
    return {
      evidence: { bestEpoch: at + 1, epochs: loss.length, lowest: rounded(lowest), end: rounded(end) },
      action: {
        kind: 'set',
        path: 'training.earlyStopping',
        value: { patience: Math.max(5, Math.round(loss.length / 15)) },
      },
    }
  },
}

/** A learning rate that is too high. */
export const jumpingLoss: Check = {
  code: 'HC013',
  severity: 'problem',
  title: 'The training loss jumps',
  detection:
    'In more than 10 % of the epochs after the fifth the training loss is more than 1.5 times that of the epoch before and above a fifth of its first value, over all folds. At least ten epochs.',
  reason: 'Steps are too large: the weights are thrown about, and where training stops is chance.',
  advice: 'Use a smaller learning rate, a decaying schedule, or clip gradients.',
  find: ({ fits }) => {
    const seen = fits.map(({ history: { loss = [] } }) => loss).filter((loss) => loss.length >= FEWEST_EPOCHS)
    const counted = seen.map(
      (loss) => loss.slice(5).filter((value, i) => value > JUMP * loss[i + 4] && value > loss[0] / 5).length,
    )
    const epochs = seen.reduce((sum, loss) => sum + loss.length - 5, 0)
    const jumps = counted.reduce((sum, count) => sum + count, 0)
    if (epochs === 0 || jumps <= JUMPY * epochs) return null
    return { evidence: { jumps, epochs, share: rounded(jumps / epochs) } }
  },
}

/** Mean over folds of the held-out loss at each epoch; `null` where it is too short, or early stopping chose the end. */
function heldOutLoss({ fits, candidate }: CheckInput): readonly number[] | null {
  if (candidate.spec.training.earlyStopping) return null
  const curves = fits.flatMap(({ isDiverged, history: { valLoss } }) => (isDiverged || !valLoss ? [] : [valLoss]))
  const length = Math.min(...curves.map((curve) => curve.length))
  if (curves.length === 0 || length < FEWEST_EPOCHS) return null
  const means = Array.from({ length }, (_, epoch) => mean(curves.map((curve) => curve[epoch])))
  return means.every(Number.isFinite) ? means : null
}
