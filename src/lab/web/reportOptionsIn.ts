import { reportOptionsSchema } from '../../contract/reports.ts'
import type { ReportOptions } from '../../core/report/reportOptions.ts'

/** The options in the address of a report; `undefined` where they are not as they should be. */
export function reportOptionsIn(query: URLSearchParams): ReportOptions | undefined {
  const text = query.get('options')
  if (text === null) return {}
  try {
    return reportOptionsSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
