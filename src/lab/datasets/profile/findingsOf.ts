import type { Finding, PreflightInput } from '../../../core/diagnostics/preflight/preflight.ts'
import type { ValidationSpec } from '../../../core/split/validationSpec.ts'
import { ColumnWorker } from './columnWorker.ts'

/** What a pre-flight looks at. */
export interface FindingsWish extends Pick<PreflightInput, 'table' | 'task' | 'columns'> {
  readonly validation: ValidationSpec
}

/** What should be known before training on a table. Millions of rows take seconds to sort and compare: off the event loop. */
export async function findingsOf({ validation, ...wish }: FindingsWish): Promise<readonly Finding[]> {
  const folds = foldsOf(validation)
  const worker = new ColumnWorker()
  try {
    return await worker.preflight({
      ...wish,
      isGrouped: wish.table.groups !== undefined,
      ...(folds !== undefined && { folds }),
    })
  } finally {
    await worker.close()
  }
}

function foldsOf(validation: ValidationSpec): number | undefined {
  if (validation.strategy === 'nested') return foldsOf(validation.outer)
  return validation.strategy.endsWith('k-fold') ? validation.folds : undefined
}
