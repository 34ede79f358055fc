import { rocCurveFigures } from '../../../../core/diagnostics/rows/rocCurveRow.ts'
import { precisionRecallCurveFigures } from '../../../../core/diagnostics/rows/precisionRecallRow.ts'
import { calibrationFigures } from '../../../../core/diagnostics/rows/calibrationRow.ts'
import { gainFigures } from '../../../../core/diagnostics/rows/gainRow.ts'
import { partialDependenceFigures } from '../../../../core/diagnostics/rows/partialDependenceRow.ts'
import { importanceFigures } from '../../../../core/diagnostics/rows/permutationImportanceRow.ts'
import { learningCurveFigures } from '../../../../core/diagnostics/rows/learningCurveRow.ts'
import { operatingPointsFigures } from '../../../../core/diagnostics/rows/operatingPointsRow.ts'
import { residualsByFeatureFigures } from '../../../../core/diagnostics/rows/residualsByFeatureRow.ts'
import { residualsFigures } from '../../../../core/diagnostics/rows/residualsRow.ts'
import { scoreHistogramFigures } from '../../../../core/diagnostics/rows/scoreHistogramRow.ts'
import type { DiagnosticResults, Named } from '../../../../core/diagnostics/diagnostic.ts'
import type { Figure } from '../../../../core/figures/figure.ts'

/** Diagnostics that the page draws. */
export type DrawnId =
  | 'rocCurve'
  | 'precisionRecallCurve'
  | 'calibration'
  | 'gain'
  | 'operatingPoints'
  | 'residuals'
  | 'residualsByFeature'
  | 'scoreHistogram'
  | 'permutationImportance'
  | 'partialDependence'
  | 'learningCurve'

/** How each is drawn. Their computations stay in the lab: the page is handed the results. */
export const FIGURES: {
  readonly [Id in DrawnId]: (results: readonly Named<DiagnosticResults[Id]>[]) => readonly Figure[]
} = {
  rocCurve: rocCurveFigures,
  precisionRecallCurve: precisionRecallCurveFigures,
  calibration: calibrationFigures,
  gain: gainFigures,
  operatingPoints: operatingPointsFigures,
  residuals: residualsFigures,
  residualsByFeature: residualsByFeatureFigures,
  scoreHistogram: scoreHistogramFigures,
  permutationImportance: importanceFigures,
  partialDependence: partialDependenceFigures,
  learningCurve: learningCurveFigures,
}
