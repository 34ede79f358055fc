import { engineVersionOf } from './engineVersion.ts'
import type { BackendInfo } from './runEvent.ts'
import type { EnvironmentChange } from './verification.ts'

/** In what two backends differ, as far as numbers can depend on it. What an older run did not record is left out. */
export function changedBackend(stored: BackendInfo, now: BackendInfo): readonly EnvironmentChange[] {
  const pairs: readonly (readonly [what: string, stored: string | undefined, now: string | undefined])[] = [
    ['engine', String(engineVersionOf(stored)), String(engineVersionOf(now))],
    ['backend', stored.name, now.name],
    ['version of the backend', stored.version, now.version],
    ['instructions', stored.instructions, now.instructions],
    ['program', stored.program, now.program],
    ['threads', threadWords(stored), threadWords(now)],
  ]
  return pairs.flatMap(([what, before, after]) =>
    before === undefined || after === undefined || before === after ? [] : [{ what, stored: before, now: after }],
  )
}

/** Absent where numbers do not depend on them. */
function threadWords({ name, threads }: BackendInfo): string | undefined {
  if (name === 'kernel') return undefined
  return `${String(threads.intraOp)} + ${String(threads.interOp)}`
}
