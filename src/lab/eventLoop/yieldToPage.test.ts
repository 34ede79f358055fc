import { once } from 'node:events'
import { getPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'

it.skipIf(process.platform !== 'linux')('lowers the priority of its own thread alone', async () => {
  const before = getPriority()
  const program = `
    import { getPriority } from 'node:os'
    import { parentPort } from 'node:worker_threads'
    import { yieldToPage } from ${JSON.stringify(new URL('yieldToPage.ts', import.meta.url).href)}
    yieldToPage()
    parentPort.postMessage(getPriority())`
  const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`))
  const [lowered] = (await once(thread, 'message')) as [number]
  await thread.terminate()
  expect([lowered, getPriority()]).toEqual([Math.max(before, 10), before])
})
