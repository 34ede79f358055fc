/**
 * What should be known before training, as findings with evidence and a way to fix them. Pure: sees the table an experiment
 * trains on, its splits where they are known, and what the import noted about each column.
 */
import { checkedProtocol } from './checkedProtocol.ts'
import { outermostOf } from '../../split/outermostOf.ts'
import { featureFindings } from './featureFindings.ts'
import type { Finding, PreflightInput } from '../finding.ts'
import { importFindings } from './importFindings.ts'
import { groupFindings, partThatSplitsGroups } from './groupFindings.ts'
import { idFindings } from './idFindings.ts'
import { duplicateFindings } from './rowFindings.ts'
import { targetFindings } from './targetFindings.ts'
import { assumesOrder, timeFindings } from './timeFindings.ts'

export type { Finding, FindingKind, PreflightInput } from '../finding.ts'

const SEVERITIES = ['error', 'warning', 'info'] as const

/** All findings, gravest first. */
export function preflight(input: PreflightInput): Finding[] {
  const protocol = checkedProtocol(input)
  const findings = [
    ...groupFindings(input, protocol),
    ...timeFindings(input, protocol),
    ...targetFindings(input, protocol),
    ...input.table.features.flatMap((feature) => featureFindings(feature, input, protocol)),
    ...duplicateFindings(input, protocol),
    ...idFindings(input, protocol),
    ...importFindings(input),
  ]
  return findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
}

/**
 * Whether one of the findings may block: where not, a run can start before they are known. Looks at the settings and at whether there
 * are groups, not at rows.
 */
export function mayBlock(input: Pick<PreflightInput, 'table' | 'settings' | 'validation'>): boolean {
  const { validation } = input
  if (!validation) return false
  const careless = partThatSplitsGroups(input)
  return (careless !== undefined && careless.groups !== 'ignore') || assumesOrder(outermostOf(validation))
}
