import type { Check, CheckFinding, CheckInput } from './check.ts'
import { jumpingLoss, risenForLong, stillFalling } from './curveChecks.ts'
import {
  correlatedFeatures,
  imbalancedAccuracy,
  leakingFeature,
  rareClasses,
  timeOverlap,
  uselessFeatures,
} from './dataChecks.ts'
import { divergedFolds, foldsDisagree } from './foldChecks.ts'
import { overfitting, underfitting } from './gapChecks.ts'
import { suspectLabels } from './labelChecks.ts'
import { deadUnits, idleMaxNorm } from './networkChecks.ts'
import { edgeOfSweep, idleDropout, untouchedDefaults } from './studyChecks.ts'

/** Every check, in the order of its code. Codes are never given to another check. */
export const CHECKS: readonly Check[] = [
  overfitting,
  underfitting,
  foldsDisagree,
  divergedFolds,
  imbalancedAccuracy,
  rareClasses,
  correlatedFeatures,
  leakingFeature,
  uselessFeatures,
  timeOverlap,
  stillFalling,
  risenForLong,
  jumpingLoss,
  edgeOfSweep,
  idleDropout,
  untouchedDefaults,
  suspectLabels,
  deadUnits,
  idleMaxNorm,
]

/** A check by its code. */
export function checkCoded(code: string): Check | undefined {
  return CHECKS.find((check) => check.code === code)
}

/** What all checks find about a candidate, problems first. */
export function runChecks(input: CheckInput): readonly CheckFinding[] {
  const findings = CHECKS.flatMap((check): CheckFinding[] => {
    const found = check.find(input)
    return found ? [{ code: check.code, severity: check.severity, title: check.title, ...found }] : []
  })
  return findings.toSorted((a, b) => Number(a.severity === 'hint') - Number(b.severity === 'hint'))
}
