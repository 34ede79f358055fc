import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { useThrottled } from './useThrottled.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('works out the newest value once in a while, and never after its scope', () => {
  const count = ref(0)
  const source = vi.fn(() => count.value * 2)
  const scope = effectScope()
  const result = scope.run(() => useThrottled(source, 100))
  expect(result?.value).toBe(0)
  for (count.value = 1; count.value < 50; count.value += 1) vi.advanceTimersByTime(10)
  vi.advanceTimersByTime(100)
  expect(result?.value).toBe(100)
  expect(source.mock.calls.length).toBeLessThan(8)
  scope.stop()
  count.value = 99
  vi.advanceTimersByTime(1000)
  expect(result?.value).toBe(100)
})
