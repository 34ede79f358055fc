import type { ReportSectionId } from '../../../core/report/reportOptions.ts'
import type { Block } from './blocks.ts'
import type { ReportContext } from './reportContext.ts'
import { appendixSection } from './sections/appendix.ts'
import { dataSection, experimentSection, methodSection } from './sections/background.ts'
import { comparisonsSection } from './sections/comparisons.ts'
import { curvesSection } from './sections/curves.ts'
import { checksSection, diagnosesSection } from './sections/diagnoses.ts'
import { effectsSection } from './sections/effects.ts'
import { divergedSection, foldsSection, metricsSection } from './sections/folds.ts'
import { optimismSection } from './sections/optimism.ts'
import { referencesSection } from './sections/references.ts'
import { scoresSection } from './sections/scores.ts'

/** A section of a report. Nothing where the run has nothing to show there. */
export type SectionWriter = (context: ReportContext) => readonly Block[]

/** Every section of a report by its id, in the order of reading. */
export const REPORT_SECTIONS: Readonly<Record<ReportSectionId, SectionWriter>> = {
  scores: scoresSection,
  references: referencesSection,
  comparisons: comparisonsSection,
  optimism: optimismSection,
  effects: effectsSection,
  curves: curvesSection,
  folds: foldsSection,
  metrics: metricsSection,
  diverged: divergedSection,
  checks: checksSection,
  diagnoses: diagnosesSection,
  data: dataSection,
  method: methodSection,
  experiment: experimentSection,
  appendix: appendixSection,
}
