import { describe, expect, it } from 'vitest'
import type { NumberField } from '../../../../core/settings/field.ts'
import { draftOfSweep, readSweepDraft } from './sweepDraft.ts'

const rate: NumberField = { kind: 'number', min: 0, below: 1, doc: '' }
const units: NumberField = { kind: 'number', integer: true, min: 1, doc: '' }

describe('a sweep as it is edited', () => {
  it('is read back as it was', () => {
    const sweeps = [
      { sweep: [0.1, 0.2, 0.5] },
      { sweep: [0.1, 0.2], as: 'rate' },
      { sweep: { from: 0.1, to: 0.5, count: 3 } },
      { sweep: { from: 0.001, to: 0.1, count: 3, scale: 'log' }, as: 'rate' },
      { sweep: { from: 0.1, to: 0.5 } },
    ] as const
    for (const sweep of sweeps) expect(readSweepDraft(draftOfSweep(sweep), rate)).toMatchObject({ sweep })
  })

  it('shows the values it comes to', () => {
    const log = draftOfSweep({ sweep: { from: 0.001, to: 0.1, count: 3, scale: 'log' } })
    expect(readSweepDraft(log, rate)).toMatchObject({ values: [0.001, 0.01, 0.1] })
    expect(log.list).toBe('0.001, 0.01, 0.1')
    const whole = draftOfSweep({ sweep: { from: 10, to: 25, count: 4 } })
    expect(readSweepDraft(whole, units)).toMatchObject({ values: [10, 15, 20, 25] })
  })

  it('takes a list over as a range from its least to its most', () => {
    const draft = { ...draftOfSweep({ sweep: [0.5, 0.1] }), kind: 'range' } as const
    expect(readSweepDraft(draft, rate)).toMatchObject({ sweep: { sweep: { from: 0.1, to: 0.5, count: 5 } } })
  })

  it('says what is wrong', () => {
    const draft = draftOfSweep({ sweep: { from: 0.1, to: 0.5, count: 3 } })
    expect(readSweepDraft({ ...draft, to: 0.1 }, rate)).toEqual({ problem: 'ends' })
    expect(readSweepDraft({ ...draft, from: undefined }, rate)).toEqual({ problem: 'ends' })
    expect(readSweepDraft({ ...draft, from: 0, scale: 'log' }, rate)).toEqual({ problem: 'log' })
    expect(readSweepDraft({ ...draft, count: 1 }, rate)).toEqual({ problem: 'count' })
    expect(readSweepDraft({ ...draft, to: 1.5 }, rate)).toEqual({ problem: 'bounds' })
    expect(readSweepDraft({ ...draft, kind: 'list', list: '0.1' }, rate)).toEqual({ problem: 'list' })
    expect(readSweepDraft({ ...draft, kind: 'list', list: '0.1, many' }, rate)).toEqual({ problem: 'list' })
  })
})
