import type { CheckedFit } from './checks/checkedFit.ts'
import type { FitExplanation } from './explanation.ts'

/** A finished fit of which something was computed from its model. */
export interface ExplainedFit extends CheckedFit {
  readonly explanation: FitExplanation
}

/** Finished fits with an explanation, by repeat and fold. */
export function explainedFits({ fits = [] }: { readonly fits?: readonly CheckedFit[] }): readonly ExplainedFit[] {
  return fits
    .flatMap((fit) => (fit.explanation && !fit.isDiverged ? [{ ...fit, explanation: fit.explanation }] : []))
    .sort((a, b) => a.repeat - b.repeat || a.fold - b.fold)
}
