import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { createFakeLab } from '../../../../contract/fake/fakeLab.ts'
import type { LabClient } from '../../../../contract/contract.ts'
import { provideLab } from '../../api/lab.ts'
import { useDiagnoseStore } from './diagnoseStore.ts'

const lab = createFakeLab()

beforeEach(() => {
  provideLab(lab)
  setActivePinia(createPinia())
})

test('other costs ask for what hangs on them alone, and the rest stays', async () => {
  const of = vi.fn<LabClient['diagnostics']['of']>((input) => lab.diagnostics.of(input))
  provideLab({ ...lab, diagnostics: { ...lab.diagnostics, of } })
  const store = useDiagnoseStore()
  await store.open('fake-1/0')
  const before = store.own?.results
  const at = (rule: string) => store.own?.results.thresholds?.find((one) => one.rule === rule)?.threshold
  const [half, cost] = [at('half'), at('cost')]
  await store.setCosts([
    [0, 1],
    [10, 0],
  ])
  expect(of.mock.lastCall?.[0].ids).toEqual(['thresholds', 'leastCost'])
  expect(at('half')).toBe(half)
  expect(at('cost')).not.toBe(cost)
  expect(store.own?.results.calibration).toBe(before?.calibration)
  expect(store.own?.results.confusionMatrix).toBe(before?.confusionMatrix)
})

test('other bins draw the calibration curve anew and leave the rest', async () => {
  const of = vi.fn<LabClient['diagnostics']['of']>((input) => lab.diagnostics.of(input))
  provideLab({ ...lab, diagnostics: { ...lab.diagnostics, of } })
  const store = useDiagnoseStore()
  await store.open('fake-1/0')
  const before = store.own?.results
  expect(before?.calibration?.binning).toBe('uniform')
  await store.setBinning('quantile')
  expect(of.mock.lastCall?.[0]).toMatchObject({ ids: ['calibration'], binning: 'quantile' })
  const after = store.own?.results
  expect(after?.calibration?.binning).toBe('quantile')
  expect(after?.calibration?.classes[0]?.brier).toBe(before?.calibration?.classes[0]?.brier)
  expect(after?.rocCurve).toBe(before?.rocCurve)
  // Another candidate starts with what is usual.
  await store.open('fake-1/1')
  expect(store.own?.results.calibration?.binning).toBe('uniform')
})
