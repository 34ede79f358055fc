import { type } from '@orpc/contract'
import type { Task } from '../core/dataset/table.ts'
import { procedure } from './procedure.ts'

/** A final model: one candidate fitted on all rows and kept. */
export interface SavedModel {
  readonly id: string
  readonly runId: string
  readonly runName: string
  readonly name: string
  readonly task: Task
  readonly target: string
  /** ISO 8601. */
  readonly savedAt: string
}

/** Models kept for predicting. */
export const models = {
  list: procedure.output(type<readonly SavedModel[]>()),
}
