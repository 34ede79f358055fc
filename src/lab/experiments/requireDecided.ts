import type { Finding, FindingKind } from '../../core/diagnostics/finding.ts'
import { HoldoutError, type ErrorCode } from '../../core/errors.ts'
import type { OpenExperiment } from './readExperimentFile.ts'
import { located } from './located.ts'

/** The errors of findings that block, by kind. */
const CODES: Readonly<Partial<Record<FindingKind, ErrorCode>>> = {
  groupsIgnored: 'experiment/groups-ignored',
  notInTimeOrder: 'experiment/not-in-time-order',
}

/**
 * Refuses to train while a finding blocks: groups that are torn apart, a time series that is not in order of time.
 * @throws HoldoutError `experiment/groups-ignored`, `experiment/not-in-time-order`, with the line of the strategy.
 */
export function requireDecided(findings: readonly Finding[], locate: OpenExperiment['locate']): void {
  const blocking = findings.filter(({ blocks }) => blocks)
  if (blocking.length === 0) return
  const [{ kind, message, fix }] = blocking
  const code = CODES[kind] ?? 'experiment/undecided'
  throw located(new HoldoutError(code, message, { hint: fix, path: 'validation.strategy' }), locate)
}
