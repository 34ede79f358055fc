import type { EnvironmentDocument } from '../../../core/run/runDocument.ts'
import type { EnvironmentChange } from '../../../core/run/verification.ts'

/** What numbers can depend on. Memory is no part of it. */
const COMPARED = [
  ['holdout', 'Holdout'],
  ['node', 'Node'],
  ['platform', 'operating system'],
  ['cpu', 'processor'],
  ['cores', 'cores'],
] as const satisfies readonly (readonly [keyof EnvironmentDocument, string])[]

/** In what two environments differ. */
export function changedEnvironment(
  stored: EnvironmentDocument,
  now: EnvironmentDocument,
): readonly EnvironmentChange[] {
  return COMPARED.flatMap(([key, what]) =>
    stored[key] === now[key] ? [] : [{ what, stored: String(stored[key]), now: String(now[key]) }],
  )
}
