import { isSweep } from '../../experiment/file/experimentFile.ts'
import type { Advice } from './adviseModel.ts'

/**
 * Advice worth showing: each thing once, and nothing about values that are swept on purpose.
 * @param written the model as it is written, with its sweeps.
 */
export function shownAdvice(advice: readonly Advice[], written: unknown): readonly Advice[] {
  return advice
    .filter(({ patch }) => !patch.some(({ at }) => isSwept(written, at)))
    .filter(({ code }, index, list) => list.findIndex((other) => other.code === code) === index)
}

/** Whether the setting at a place of the model, or what it belongs to, takes several values. */
function isSwept(written: unknown, at: Advice['at']): boolean {
  let value = written
  for (const step of at) {
    if (isSweep(value)) return true
    value = (value as Record<string | number, unknown> | undefined)?.[step]
  }
  return isSweep(value)
}
