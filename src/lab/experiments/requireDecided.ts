import type { Finding } from '../../core/diagnostics/finding.ts'
import { HoldoutError } from '../../core/errors.ts'
import type { OpenExperiment } from './readExperimentFile.ts'
import { located } from './located.ts'

/**
 * Refuses to train while a finding blocks: groups that are torn apart, a time series that is not in order of time.
 * @throws HoldoutError `experiment/groups-ignored`, `experiment/not-in-time-order`, with the line of the strategy.
 */
export function requireDecided(findings: readonly Finding[], locate: OpenExperiment['locate']): void {
  const blocking = findings.filter(({ blocks }) => blocks)
  if (blocking.length === 0) return
  const [first] = blocking.map(
    ({ kind, message, mend }) =>
      new HoldoutError(`experiment/${kebab(kind)}`, message, { hint: mend, path: 'validation.strategy' }),
  )
  throw located(first, locate)
}

function kebab(kind: string): string {
  return kind.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
