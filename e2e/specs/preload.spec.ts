import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkout } from '../harness/checkout.ts'

interface Sent {
  readonly channel: string
  readonly args: readonly unknown[]
}
interface Watched {
  sent: Sent[]
  given: ((event: { ports: readonly MessagePort[] }) => void)[]
  required: string[]
}
declare global {
  interface Window {
    watched: Watched
  }
}

/** Loads the built bridge into every frame as Electron does, with a `require` that knows electron alone. */
async function openWithPreload(page: Page, body = ''): Promise<void> {
  const source = await readFile(join(checkout, 'out', 'preload', 'index.cjs'), 'utf8')
  await page.addInitScript(`
    window.watched = { sent: [], given: [], required: [] }
    const ipcRenderer = {
      send: (channel, ...args) => window.watched.sent.push({ channel, args }),
      on: (channel, listener) => channel === 'holdout:port' && window.watched.given.push(listener),
    }
    const webUtils = { getPathForFile: (file) => '/dropped/' + file.name }
    const require = (name) => {
      window.watched.required.push(name)
      if (name !== 'electron') throw new Error('the sandbox has no ' + name)
      return { ipcRenderer, webUtils }
    }
    ;(function (require, module, exports) { ${source} })(require, { exports: {} }, {})
  `)
  await page.route('http://app.test/**', (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto('http://app.test/')
}

const sent = (page: Page) => page.evaluate(() => window.watched.sent)

test('it needs nothing but electron and puts nothing into the page', async ({ page }) => {
  const plain = await page.context().newPage()
  await plain.route('http://app.test/**', (route) => route.fulfill({ contentType: 'text/html', body: '' }))
  await plain.goto('http://app.test/')
  const names = () => Object.getOwnPropertyNames(window).filter((name) => name !== 'watched')
  const before = await plain.evaluate(names)
  await openWithPreload(page)
  expect(await page.evaluate(() => window.watched.required)).toEqual(['electron'])
  expect((await page.evaluate(names)).filter((name) => !before.includes(name))).toEqual([])
})

test('the page asks once and is given its port', async ({ page }) => {
  await openWithPreload(page)
  const answer = await page.evaluate(async () => {
    const arrived = new Promise<MessageEvent>((resolve) =>
      window.addEventListener('message', (event: MessageEvent) => {
        if (event.data === 'holdout:port') resolve(event)
      }),
    )
    window.postMessage('holdout:port-wanted', location.origin)
    window.postMessage('holdout:port-wanted', location.origin)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const { port1, port2 } = new MessageChannel()
    window.watched.given[0]({ ports: [port2] })
    const event = await arrived
    const echoed = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)))
    event.ports[0].postMessage('hello')
    return { ports: event.ports.length, echoed: await echoed, isOwn: event.source === window }
  })
  expect(answer).toEqual({ ports: 1, echoed: 'hello', isOwn: true })
  expect((await sent(page)).map(({ channel }) => channel)).toEqual(['holdout:port-wanted'])
})

test('other messages are not passed on', async ({ page }) => {
  await openWithPreload(page)
  await page.evaluate(async () => {
    for (const data of ['holdout:port', 'holdout:dropped', { type: 'holdout:port-wanted' }, 'x', null])
      window.postMessage(data, location.origin)
    await new Promise((resolve) => setTimeout(resolve, 50))
  })
  expect(await sent(page)).toEqual([])
})

test('a frame inside the page gets nothing, nor can it ask through the page', async ({ page }) => {
  await openWithPreload(page)
  await page.evaluate(async () => {
    const frame = document.createElement('iframe')
    frame.src = 'http://app.test/inner'
    document.body.append(frame)
    await new Promise((resolve) => (frame.onload = resolve))
  })
  const inner = page.frames()[1]
  await inner.evaluate(async () => {
    window.postMessage('holdout:port-wanted', location.origin)
    parent.postMessage('holdout:port-wanted', '*')
    await new Promise((resolve) => setTimeout(resolve, 50))
  })
  expect(await inner.evaluate(() => [window.watched.sent.length, window.watched.given.length])).toEqual([0, 0])
  expect(await sent(page)).toEqual([])
})

test('a drop that the page made up is not believed', async ({ page }) => {
  await openWithPreload(page)
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['x'], 'passwd'))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }))
  })
  expect(await sent(page)).toEqual([])
})
