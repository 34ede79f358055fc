import { effect, onScopeDispose, shallowRef, stop } from 'vue'
import type { ShallowRef } from 'vue'

/**
 * The newest value of `source`, worked out at most once in `ms`: what changes in between is not even computed.
 * Not made reactive inside: charts read it thousands of times.
 */
export function useThrottled<T>(source: () => T, ms: number): Readonly<ShallowRef<T>> {
  const result = shallowRef() as ShallowRef<T>
  let last = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined
  const runner = effect(
    () => {
      result.value = source()
    },
    { scheduler: schedule },
  )
  function schedule(): void {
    if (timer !== undefined) return
    timer = setTimeout(work, Math.max(0, last + ms - performance.now()))
  }
  function work(): void {
    timer = undefined
    last = performance.now()
    runner()
  }
  onScopeDispose(() => {
    clearTimeout(timer)
    stop(runner)
  })
  return result
}
