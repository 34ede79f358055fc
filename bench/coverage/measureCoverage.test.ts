import { expect, test } from 'vitest'
import { measureCoverage } from './measureCoverage.ts'

test('intervals and sets hold the truth about as often as is asked for', async () => {
  for (const { name, notes } of await measureCoverage(12)) {
    expect(notes?.['inside'], name).toBeGreaterThan(85)
    expect(notes?.['inside'], name).toBeLessThan(95)
  }
})
