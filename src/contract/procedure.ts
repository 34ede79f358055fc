import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { ErrorData } from '../core/errors.ts'

/** An error of the lab as it crosses: code, message, hint, place. Turn it into a `HoldoutError` by `HoldoutError.fromData`. */
export const errorDataSchema = z.custom<ErrorData>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    'message' in value &&
    typeof value.code === 'string',
)

/** What every procedure starts from: its failures are `HOLDOUT` errors whose `data` is {@link ErrorData}. */
export const procedure = oc.errors({
  HOLDOUT: { status: 422, data: errorDataSchema },
})
