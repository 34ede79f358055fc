import type { Advice } from './adviseModel.ts'

/**
 * Advice worth showing: each thing once, and nothing about values that are swept on purpose.
 * @param written the model as it is written, with its sweeps.
 * @param isSweep whether a written value is a sweep.
 */
export function shownAdvice(
  advice: readonly Advice[],
  written: unknown,
  isSweep: (value: unknown) => boolean,
): readonly Advice[] {
  return advice
    .filter(({ patch }) => !patch.some(({ at }) => isSwept(written, at, isSweep)))
    .filter(({ code }, index, list) => list.findIndex((other) => other.code === code) === index)
}

/** Whether the setting at a place of the model, or what it belongs to, takes several values. */
function isSwept(written: unknown, at: Advice['at'], isSweep: (value: unknown) => boolean): boolean {
  let value = written
  for (const step of at) {
    if (isSweep(value)) return true
    value = (value as Record<string | number, unknown> | undefined)?.[step]
  }
  return isSweep(value)
}
