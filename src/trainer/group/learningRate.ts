/** The learning rate of every step: Keras's schedules, computed on the host and fed to the program. */
import type { Schedule, TrainingSpec } from '../../core/model/modelSpec.ts'

/** Rate at optimizer step `step` (from 0) and epoch `epoch` (from 0). `plateauRate`: what `reduceOnPlateau` has come to. */
export function learningRateAt(training: TrainingSpec, step: number, epoch: number, plateauRate: number): number {
  const { schedule } = training
  const { learningRate } = training.optimizer
  if (!schedule) return learningRate
  switch (schedule.type) {
    case 'inverseTimeDecay':
      return learningRate / (1 + schedule.decayRate * progress(schedule, step))
    case 'exponentialDecay':
      return learningRate * schedule.decayRate ** progress(schedule, step)
    case 'cosineDecay': {
      const cosine = 0.5 * (1 + Math.cos((Math.PI * Math.min(step, schedule.decaySteps)) / schedule.decaySteps))
      return learningRate * ((1 - schedule.alpha) * cosine + schedule.alpha)
    }
    case 'stepDecay':
      return learningRate * schedule.factor ** Math.floor(epoch / schedule.epochs)
    case 'reduceOnPlateau':
      return plateauRate
  }
}

function progress({ decaySteps, staircase }: { decaySteps: number; staircase: boolean }, step: number): number {
  return staircase ? Math.floor(step / decaySteps) : step / decaySteps
}

/** Keras's `ReduceLROnPlateau`, as plain data that a checkpoint can hold. */
export interface PlateauState {
  readonly rate: number
  readonly best: number | null
  readonly wait: number
  readonly cooldown: number
}

/** The state before the first epoch. Rates are float32, as the variable is in which Keras keeps them. */
export function initialPlateau(training: TrainingSpec): PlateauState {
  return { rate: Math.fround(training.optimizer.learningRate), best: null, wait: 0, cooldown: 0 }
}

/** The state after an epoch whose watched loss was `loss`. */
export function nextPlateau(
  state: PlateauState,
  schedule: Schedule & { type: 'reduceOnPlateau' },
  loss: number,
): PlateauState {
  const cooldown = Math.max(0, state.cooldown - 1)
  const waited = state.cooldown > 0 ? 0 : state.wait
  if (state.best === null || loss < state.best - schedule.minDelta) return { ...state, best: loss, wait: 0, cooldown }
  if (cooldown > 0) return { ...state, wait: waited, cooldown }
  // A rate at or below the smallest stays as it is, and so does everything else: Keras only ever lowers it.
  const mayReduce = state.rate > Math.fround(schedule.minLearningRate)
  if (waited + 1 < schedule.patience || !mayReduce) return { ...state, wait: waited + 1, cooldown }
  const rate = Math.fround(Math.max(state.rate * schedule.factor, schedule.minLearningRate))
  return { ...state, rate, wait: 0, cooldown: schedule.cooldown }
}
