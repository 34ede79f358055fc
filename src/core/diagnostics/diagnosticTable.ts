import { DIAGNOSTIC_IDS } from './diagnostic.ts'
import type { Diagnostic, DiagnosticId, DiagnosticResults } from './diagnostic.ts'
import { calibrationRow } from './rows/calibrationRow.ts'
import { confusionMatrixRow } from './rows/confusionMatrixRow.ts'
import { gainRow } from './rows/gainRow.ts'
import { hardRowsRow } from './rows/hardRowsRow.ts'
import { errorsByGroupRow } from './rows/errorsByGroupRow.ts'
import { leastCostRow } from './rows/leastCostRow.ts'
import { learningCurveRow } from './rows/learningCurveRow.ts'
import { operatingPointsRow } from './rows/operatingPointsRow.ts'
import { perClassRow } from './rows/perClassRow.ts'
import { partialDependenceRow } from './rows/partialDependenceRow.ts'
import { permutationImportanceRow } from './rows/permutationImportanceRow.ts'
import { precisionRecallRow } from './rows/precisionRecallRow.ts'
import { residualsRow } from './rows/residualsRow.ts'
import { residualsByFeatureRow } from './rows/residualsByFeatureRow.ts'
import { rocCurveRow } from './rows/rocCurveRow.ts'
import { scoreHistogramRow } from './rows/scoreHistogramRow.ts'
import { thresholdsRow } from './rows/thresholdsRow.ts'
import { weightNormsRow } from './rows/weightNormsRow.ts'

/** Every diagnostic by its id: what page, report and command line go through. */
export const DIAGNOSTICS: { readonly [Id in DiagnosticId]: Diagnostic<Id> } = {
  confusionMatrix: confusionMatrixRow,
  perClass: perClassRow,
  rocCurve: rocCurveRow,
  precisionRecallCurve: precisionRecallRow,
  thresholds: thresholdsRow,
  operatingPoints: operatingPointsRow,
  scoreHistogram: scoreHistogramRow,
  calibration: calibrationRow,
  gain: gainRow,
  residuals: residualsRow,
  residualsByFeature: residualsByFeatureRow,
  leastCost: leastCostRow,
  hardRows: hardRowsRow,
  errorsByGroup: errorsByGroupRow,
  permutationImportance: permutationImportanceRow,
  partialDependence: partialDependenceRow,
  weightNorms: weightNormsRow,
  learningCurve: learningCurveRow,
}

/** What can be done with any diagnostic and its result. */
export type ResultVisitor<T> = <Id extends DiagnosticId>(row: Diagnostic<Id>, result: DiagnosticResults[Id]) => T

/** Visits every diagnostic that has a result, in the order in which they are shown. */
export function visitResults<T>(results: Partial<DiagnosticResults>, visit: ResultVisitor<T>): T[] {
  return DIAGNOSTIC_IDS.flatMap((id) => visitOne(id, results, visit))
}

function visitOne<Id extends DiagnosticId, T>(
  id: Id,
  results: { readonly [Key in Id]?: DiagnosticResults[Key] },
  visit: ResultVisitor<T>,
): T[] {
  const result = results[id]
  return result === undefined ? [] : [visit(DIAGNOSTICS[id], result)]
}
