import { metricOrPlain } from '../metrics/primaryMetric.ts'
import type { VerdictKind } from '../statistics/verdict.ts'
import { compare, ranked, scoredReference } from './compareModels.ts'
import type { ComparisonDocument, ReferenceDocument, RunDocument } from './runDocument.ts'

/** How the best network stands to a reference model. */
export type Standing = 'better' | 'worse' | 'asGood' | 'cannotTell'

/** The best network against one reference model. */
export interface ReferenceVerdict {
  readonly standing: Standing
  readonly reference: ReferenceDocument
  readonly comparison: ComparisonDocument
}

/** Whether a network is worth it: what comparing the best one with the reference models comes to. */
export interface VerdictAgainstReferences {
  /** Set where neither a network nor a reference model is shown to be better than guessing. */
  readonly guessing?: ReferenceVerdict
  readonly linear?: ReferenceVerdict
  /** The best of the reference models, where that is not the linear one. */
  readonly strongest?: ReferenceVerdict
}

/** What a comparison with a reference model comes to, by its verdict. */
export const STANDINGS: Readonly<Record<VerdictKind, Standing>> = {
  firstBetter: 'better',
  secondBetter: 'worse',
  same: 'asGood',
  noDifference: 'asGood',
  cannotTell: 'cannotTell',
}

type Judged = Pick<RunDocument, 'references' | 'comparisons' | 'primaryMetric'>

/** Judges the best network of a run against its reference models; `undefined` where there is nothing to compare. */
export function verdictAgainstReferences(document: Judged): VerdictAgainstReferences | undefined {
  const verdicts = referenceVerdicts(document)
  const guessing = verdicts.find(({ reference }) => reference.kind === 'dummy')
  const others = verdicts.filter(({ reference }) => reference.kind !== 'dummy')
  const linear = others.find(({ reference }) => reference.kind === 'linear')
  const best = strongestOf(others, document.primaryMetric)
  if (!guessing && !best) return undefined
  return {
    ...(guessing && isNothingShown(guessing, others, document.primaryMetric) && { guessing }),
    ...(linear && { linear }),
    ...(best && best !== linear && { strongest: best }),
  }
}

/** The best network against each reference model that has scores, in the order of the document. */
export function referenceVerdicts({ references = [], comparisons }: Judged): readonly ReferenceVerdict[] {
  return comparisons.flatMap((comparison) => {
    const reference = references.find(({ kind }) => kind === comparison.reference)
    return reference ? [{ standing: STANDINGS[comparison.verdict], reference, comparison }] : []
  })
}

function strongestOf(verdicts: readonly ReferenceVerdict[], metric: string): ReferenceVerdict | undefined {
  const [best] = ranked(
    verdicts.map(({ reference }) => reference),
    metricOrPlain(metric),
  )
  return verdicts.find(({ reference }) => reference === best)
}

/** Whether nothing is shown to be better than guessing. */
function isNothingShown(guessing: ReferenceVerdict, others: readonly ReferenceVerdict[], metric: string): boolean {
  if (guessing.standing === 'better') return false
  const ground = { metric: metricOrPlain(metric), isRepeatable: false }
  const dummy = scoredReference(guessing.reference)
  return others.every(({ reference }) =>
    compare(scoredReference(reference), dummy, ground).every(({ verdict }) => verdict !== 'firstBetter'),
  )
}
