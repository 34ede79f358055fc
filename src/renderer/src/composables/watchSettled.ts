import { watch, type WatchSource } from 'vue'

/** Works once nothing of `sources` has changed for `ms` any more. */
export function watchSettled(
  sources: WatchSource<unknown> | readonly WatchSource<unknown>[],
  ms: number,
  work: () => unknown,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(sources, () => {
    clearTimeout(timer)
    timer = setTimeout(work, ms)
  })
}
