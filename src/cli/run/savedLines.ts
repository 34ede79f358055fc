import { join } from 'node:path'
import { RESULT_FILES } from '../../lab/reports/resultFiles.ts'

/** Names the report on stderr. */
export function savedLines(folder: string): string {
  return `Report: ${join(folder, RESULT_FILES.report)}\n`
}
