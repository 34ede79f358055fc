import type { EnvironmentDocument } from '../../core/run/runDocument.ts'

/** Something that is not as it was. */
export interface Change {
  readonly what: string
  readonly stored: string
  readonly now: string
}

/** What numbers can depend on. Memory is no part of it. */
const COMPARED = [
  ['holdout', 'Holdout'],
  ['node', 'Node'],
  ['platform', 'operating system'],
  ['cpu', 'processor'],
  ['cores', 'cores'],
] as const satisfies readonly (readonly [keyof EnvironmentDocument, string])[]

/** In what two environments differ. */
export function changedEnvironment(stored: EnvironmentDocument, now: EnvironmentDocument): readonly Change[] {
  return COMPARED.flatMap(([key, what]) =>
    stored[key] === now[key] ? [] : [{ what, stored: String(stored[key]), now: String(now[key]) }],
  )
}
