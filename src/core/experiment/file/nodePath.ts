/** Where something stands in an experiment: keys and list positions from the root. */
export type NodePath = readonly (string | number)[]

/** A path as people read it: `models[1].layers[0].rate`, `dataset.columns["a b"]`. */
export function formatPath(path: NodePath): string {
  return path.map(formatStep).join('').replace(/^\./, '')
}

function formatStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`
  return /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
}
