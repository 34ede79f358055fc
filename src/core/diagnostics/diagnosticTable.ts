import type { Diagnostic } from './diagnostic.ts'
import { calibrationDrawing, calibrationRow } from './rows/calibrationRow.ts'
import { confusionMatrixRow } from './rows/confusionMatrixRow.ts'
import { errorsByGroupRow } from './rows/errorsByGroupRow.ts'
import { gainDrawing, gainRow } from './rows/gainRow.ts'
import { hardRowsRow } from './rows/hardRowsRow.ts'
import { importanceDrawing, permutationImportanceRow } from './rows/permutationImportanceRow.ts'
import { learningCurveDrawing, learningCurveRow } from './rows/learningCurveRow.ts'
import { leastCostRow } from './rows/leastCostRow.ts'
import { operatingPointsDrawing, operatingPointsRow } from './rows/operatingPointsRow.ts'
import { partialDependenceDrawing, partialDependenceRow } from './rows/partialDependenceRow.ts'
import { perClassRow } from './rows/perClassRow.ts'
import { precisionRecallDrawing, precisionRecallRow } from './rows/precisionRecallRow.ts'
import { residualsByFeatureDrawing, residualsByFeatureRow } from './rows/residualsByFeatureRow.ts'
import { residualsDrawing, residualsRow } from './rows/residualsRow.ts'
import { rocCurveDrawing, rocCurveRow } from './rows/rocCurveRow.ts'
import { scoreHistogramDrawing, scoreHistogramRow } from './rows/scoreHistogramRow.ts'
import { thresholdsRow } from './rows/thresholdsRow.ts'
import { weightNormsRow } from './rows/weightNormsRow.ts'

/** Every diagnostic, in the order in which they are shown: what report and command line go through. */
export const DIAGNOSTICS = [
  confusionMatrixRow,
  perClassRow,
  rocCurveRow,
  precisionRecallRow,
  thresholdsRow,
  operatingPointsRow,
  scoreHistogramRow,
  calibrationRow,
  gainRow,
  residualsRow,
  residualsByFeatureRow,
  leastCostRow,
  hardRowsRow,
  errorsByGroupRow,
  permutationImportanceRow,
  partialDependenceRow,
  weightNormsRow,
  learningCurveRow,
] as const

/** What the page draws, in the order in which a view shows it. The page holds these alone: results come from the lab. */
export const DRAWINGS = [
  rocCurveDrawing,
  precisionRecallDrawing,
  operatingPointsDrawing,
  gainDrawing,
  calibrationDrawing,
  scoreHistogramDrawing,
  residualsDrawing,
  residualsByFeatureDrawing,
  learningCurveDrawing,
  importanceDrawing,
  partialDependenceDrawing,
] as const

type Row = (typeof DIAGNOSTICS)[number]

/** Names are those of `holdout diagnose --json`. */
export type DiagnosticId = Row['id']

/** What each diagnostic comes to. */
export type DiagnosticResults = {
  readonly [Each in Row as Each['id']]: Each extends Diagnostic<string, infer Result> ? Result : never
}
