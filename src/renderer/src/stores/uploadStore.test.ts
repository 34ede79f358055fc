// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useUploadStore } from './uploadStore.ts'

/** A request that waits for the test to say what becomes of it. */
class HeldRequest extends EventTarget {
  static latest: HeldRequest
  readonly upload = new EventTarget()
  status = 0
  statusText = ''
  responseText = ''
  open = vi.fn()
  setRequestHeader = vi.fn()
  send = vi.fn()

  constructor() {
    super()
    HeldRequest.latest = this
  }
  abort(): void {
    this.dispatchEvent(new Event('abort'))
  }
  progress(loaded: number, total: number): void {
    this.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded, total }))
  }
  answer(status: number, body: object): void {
    Object.assign(this, { status, responseText: JSON.stringify(body) })
    this.dispatchEvent(new Event('load'))
  }
}

const file = new File(['a,b\n1,2\n'], 'large.csv')

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('XMLHttpRequest', HeldRequest)
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('what takes a while is shown with how much is sent, and what is there at once is not', async () => {
  const store = useUploadStore()
  const sent = store.send(file)
  HeldRequest.latest.progress(1, 4)
  expect(store.current).toBeUndefined()
  vi.advanceTimersByTime(1000)
  expect(store.current).toEqual({ name: 'large.csv', share: 0.25 })
  HeldRequest.latest.progress(3, 4)
  expect(store.current?.share).toBe(0.75)
  HeldRequest.latest.answer(200, { ref: 'file:1', name: 'large.csv' })
  expect(await sent).toEqual({ ref: 'file:1', name: 'large.csv' })
  expect(store.current).toBeUndefined()
})

test('a file that is called off is none', async () => {
  const store = useUploadStore()
  const sent = store.send(file)
  vi.advanceTimersByTime(1000)
  store.cancel()
  expect(await sent).toBeNull()
  expect(store.current).toBeUndefined()
})

test('the lab’s own words say why a file is refused', async () => {
  const sent = useUploadStore().send(file)
  const error = { code: 'file/disk-full', message: 'The disk is full.', hint: 'Free some space.' }
  HeldRequest.latest.answer(422, { error })
  await expect(sent).rejects.toMatchObject(error)
})
