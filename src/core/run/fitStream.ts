import { keyOf } from '../random/keyedStream.ts'
import type { RandomKey } from '../random/philox4x32.ts'
import type { FitKey } from './runEvent.ts'

/** What tells splits apart that need preprocessing of their own, and the random streams of their fits. */
export function splitName({ repeat, fold, outer, fraction }: Omit<FitKey, 'candidate'>): string {
  const split = outer === undefined ? `${repeat}/${fold}` : `${repeat}/${fold} in ${outer}`
  return fraction === undefined ? split : `${split} at ${fraction}`
}

/** What splits draw by: a part of the training rows draws as all of them do, so that its fit differs by its rows alone. */
export function drawName({ repeat, fold, outer }: Omit<FitKey, 'candidate'>): string {
  return splitName({ repeat, fold, ...(outer !== undefined && { outer }) })
}

/** The key of one random stream of a fit: `weights` and a variable's name, or `shuffle` and an epoch. */
export function fitStream(
  seed: number,
  split: Omit<FitKey, 'candidate'>,
  ...names: readonly (string | number)[]
): RandomKey {
  return keyOf(seed, 'split', drawName(split), ...names)
}

/** The fold number of a final model, which has no held-out rows. */
export const FINAL_FOLD = -1

/** The fit of a candidate's final model. */
export function finalKey(candidate: number): FitKey {
  return { candidate, repeat: 0, fold: FINAL_FOLD }
}

/** Which fit of a run, e.g. for file names and maps. */
export function fitName(key: FitKey): string {
  return `${String(key.candidate)}/${splitName(key)}`
}
