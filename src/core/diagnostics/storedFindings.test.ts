import { expect, test } from 'vitest'
import type { Finding } from './finding.ts'
import { currentFindings, EARLIER_FIX } from './storedFindings.ts'

const common = { kind: 'constant', severity: 'warning', message: 'Constant.', evidence: {} } as const

test('findings of earlier versions get the name of today, others stay', () => {
  const now: Finding = { ...common, fix: 'Ignore it.' }
  expect(currentFindings([now, { ...common, [EARLIER_FIX]: 'Ignore it.' }])).toEqual([now, now])
})
