import { join } from 'node:path'
import type { RunState } from '../../core/run/runState.ts'
import { RESULT_FILES } from '../../lab/exports/report/resultFiles.ts'
import { plainText } from '../plainText.ts'

/** Names the report and the final models on stderr. */
export function savedLines(folder: string, { candidates }: RunState): string {
  const models = candidates.flatMap(({ name, finalModel }) =>
    finalModel === undefined ? [] : [`Model of ${plainText(name)}: ${finalModel}\n`],
  )
  return [`Report: ${join(folder, RESULT_FILES.report)}\n`, ...models].join('')
}
