import { constants, getPriority, setPriority } from 'node:os'
import { expect, it } from 'vitest'
import { standBack } from './standBack.ts'

it('lowers the priority while networks train, not to the lowest, and gives it back', () => {
  const first = getPriority()
  const comeForward = standBack()
  expect(getPriority()).toBe(Math.max(first, constants.priority.PRIORITY_BELOW_NORMAL))
  expect(getPriority()).toBeLessThan(constants.priority.PRIORITY_LOW)
  comeForward()
  expect(getPriority()).toBe(isRaisingAllowed() ? first : constants.priority.PRIORITY_BELOW_NORMAL)
})

function isRaisingAllowed(): boolean {
  const now = getPriority()
  try {
    setPriority(now - 1)
    setPriority(now)
    return true
  } catch {
    return false
  }
}
