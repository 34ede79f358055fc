/** The tensors that training moves: variables and optimizer slots, stacked over lanes. */

/** Name of an optimizer's slot of a variable, e.g. `dense_1/kernel:momentum`. */
export function slotName(variable: string, slot: string): string {
  return `${variable}:${slot}`
}
