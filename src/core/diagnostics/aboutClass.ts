import type { HeldOut } from './heldOut.ts'

/** Exactly one half is called of the first class (`isPositive`): that class is to be called so from the other side too. */
const JUST_ABOVE_HALF = 0.5 + Number.EPSILON

/**
 * The predictions of a binary task with `positiveClass` coded 1, which is the class that diagnostics are about. As they are where it
 * is so already, and of other tasks.
 */
export function aboutClass(heldOut: HeldOut, positiveClass: string | undefined): HeldOut {
  if (heldOut.task !== 'binary' || positiveClass !== heldOut.classes[0]) return heldOut
  const fits = heldOut.fits.map((fit) => ({
    ...fit,
    truth: fit.truth.map((label) => 1 - label),
    values: fit.values.map((chance) => (chance === 0.5 ? JUST_ABOVE_HALF : 1 - chance)),
  }))
  return { ...heldOut, classes: heldOut.classes.toReversed(), fits }
}
