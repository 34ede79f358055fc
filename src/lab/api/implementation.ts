import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../contract/contract.ts'
import { HoldoutError, toErrorData } from '../../core/errors.ts'
import type { LabServices } from './labServices.ts'
import { withoutPaths } from './withoutPaths.ts'

/** What every procedure gets. */
export interface LabContext {
  readonly lab: LabServices
}

/** The contract, ready to be answered: whatever an answer throws crosses as error data. */
export const answering = implement(contract)
  .$context<LabContext>()
  .use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw crossing(error)
    }
  })

/** A stream whose failures cross as error data too. */
export async function* crossingStream<T>(stream: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* stream
  } catch (error) {
    throw crossing(error)
  }
}

function crossing(error: unknown): unknown {
  if (error instanceof ORPCError) return error
  if (!(error instanceof HoldoutError)) reportBug(error)
  const data = withoutPaths(toErrorData(error))
  return new ORPCError('HOLDOUT', { status: 422, message: data.message, data, defined: true })
}

/** The stack stays on this machine: it goes to the log and not to the page. */
function reportBug(error: unknown): void {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error)
}
