import { HoldoutError } from '../../core/errors.ts'
import type { RunPlace } from '../../core/run/shardState.ts'
import type { PreparedRun } from '../experiments/prepareRun.ts'
import type { PlacesFile } from './placesFile.ts'

export interface SendRequest {
  readonly places: PlacesFile
  /** Name of the place. */
  readonly on: string
  /** Whether the person agrees now that the dataset is copied there. */
  readonly isAgreed: boolean
}

/**
 * A prepared run that may leave for its place: what it says of it is in its document. The agreement is kept with the place.
 * @throws HoldoutError `usage/ensemble-on-place`, `usage/not-agreed`, `usage/no-such-place`
 */
export async function sendRun(prepared: PreparedRun, { places, on, isAgreed }: SendRequest): Promise<PreparedRun> {
  requireMovable(prepared)
  const { context } = prepared
  const { host } = await places.find(on)
  const agreed = await places.agree(on, context.dataset, isAgreed)
  const place: RunPlace = { name: on, ...(host !== undefined && { host }), ...(agreed && { agreed }) }
  return { ...prepared, context: { ...context, place } }
}

/** @throws HoldoutError `usage/ensemble-on-place`: networks of folds that several machines train are not kept */
export function requireMovable({ job }: Pick<PreparedRun, 'job'>): void {
  if (!job.hasEnsembles) return
  throw new HoldoutError('usage/ensemble-on-place', 'Final models that are ensembles are made on this machine only.', {
    hint: 'Set `finalModel: true` in the experiment, or leave --on out.',
  })
}
