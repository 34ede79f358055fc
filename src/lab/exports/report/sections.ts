import { appendixSection } from './sections/appendix.ts'
import { checksSection } from './sections/checks.ts'
import { comparisonsSection } from './sections/comparisons.ts'
import { curvesSection } from './sections/curves.ts'
import { dataSection } from './sections/data.ts'
import { diagnosesSection } from './sections/diagnoses.ts'
import { divergedSection } from './sections/diverged.ts'
import { effectsSection } from './sections/effects.ts'
import { experimentSection } from './sections/experiment.ts'
import { foldsSection } from './sections/folds.ts'
import { methodSection } from './sections/method.ts'
import { metricsSection } from './sections/metrics.ts'
import { optimismSection } from './sections/optimism.ts'
import { referencesSection } from './sections/references.ts'
import { scoresSection } from './sections/scores.ts'
import type { ReportSection } from './reportSection.ts'

/** Every section of a report that can be left out, in the order of reading. */
export const REPORT_SECTIONS: readonly ReportSection[] = [
  scoresSection,
  referencesSection,
  comparisonsSection,
  optimismSection,
  effectsSection,
  curvesSection,
  foldsSection,
  metricsSection,
  divergedSection,
  checksSection,
  diagnosesSection,
  dataSection,
  methodSection,
  experimentSection,
  appendixSection,
]
