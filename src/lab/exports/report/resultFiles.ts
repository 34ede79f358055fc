import type { RunDocument } from '../../../core/run/runDocument.ts'
import { htmlReport } from './htmlReport.ts'
import { jsonReport } from './jsonReport.ts'

/** Names of the files that a run leaves in its output folder. */
export const RESULT_FILES = {
  result: 'result.json',
  report: 'report.html',
  predictions: 'predictions.csv',
} as const

/** What a run leaves in its output folder, by file name. */
export function resultFiles<Contents extends string | Iterable<string>>(
  document: RunDocument,
  { experimentFile, predictions }: { readonly experimentFile: string; readonly predictions: Contents },
): ReadonlyMap<string, string | Contents> {
  return new Map<string, string | Contents>([
    [RESULT_FILES.result, jsonReport(document)],
    [RESULT_FILES.predictions, predictions],
    [experimentFile, document.experiment],
    [RESULT_FILES.report, htmlReport(document)],
  ])
}
