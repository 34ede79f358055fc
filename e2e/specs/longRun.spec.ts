import { startExample, toEndFinished } from '../harness/startExample.ts'
import { expect, test } from '../harness/test.ts'
import { trainersOf } from '../harness/trainerProcesses.ts'
import type { LabClient } from '../../src/contract/contract.ts'

/** One network of the exercise, long enough to be looked at, held and broken off; returns the run's id. */
const startLongRun = (lab: LabClient, epochs = 4000): Promise<string> =>
  startExample(lab, { epochs, models: ['Hidden'] })

const statusOf = async (lab: LabClient): Promise<string | undefined> => (await lab.runs.queue()).at(0)?.status

test('a run is paused, the page loaded anew, the run resumed and finished', async ({ app, connection }) => {
  const runId = await startLongRun(connection.lab, 1000)
  await app.goTo('Run')
  await app.run.toBeTraining()
  await app.run.pause()
  await expect.poll(() => statusOf(connection.lab)).toBe('paused')
  await app.reload()
  await app.goTo('Run')
  await app.run.resume()
  await app.run.toBeFinished(10)
  await toEndFinished(connection.lab, runId)
})

// The trainer is found in /proc.
if (process.platform === 'linux') {
  test('a trainer that is killed is shown and the run recovered', async ({ app, connection, serving }) => {
    const runId = await startLongRun(connection.lab)
    await app.goTo('Run')
    await app.run.toBeTraining()
    const [trainer] = trainersOf(serving.pid)
    process.kill(trainer, 'SIGKILL')
    await expect(app.run.lostNotice).toBeVisible()
    expect(await statusOf(connection.lab)).toBe('interrupted')
    await app.run.resume()
    await app.run.toBeFinished(10)
    await toEndFinished(connection.lab, runId)
  })
}

test('two windows see the same run', async ({ app, page, connection }) => {
  await startLongRun(connection.lab)
  const other = await page.context().newPage()
  await other.goto(new URL(page.url()).origin)
  const { AppPage } = await import('../pages/appPage.ts')
  const second = new AppPage(other)
  for (const window of [app, second]) {
    await window.goTo('Run')
    await window.run.toBeTraining()
  }
  await app.run.pause()
  await expect(second.room.getByRole('button', { name: /^Resume/ }).first()).toBeVisible()
})

test('a server that is ended in mid-run finds the run interrupted at its next start', async ({
  app,
  connection,
  serving,
}) => {
  const runId = await startLongRun(connection.lab)
  await expect.poll(() => statusOf(connection.lab)).toBe('running')
  // A page left open calls for its lab again and again, which its console tells.
  await app.close()
  await serving.stop()
  const { ServeProcess } = await import('../harness/serveProcess.ts')
  const { LabConnection } = await import('../harness/labClient.ts')
  const { enter } = await import('../harness/visitor.ts')
  const again = await ServeProcess.start([], serving.workspace)
  const next = new LabConnection(again.origin, await enter(again.address))
  expect(await next.lab.runs.queue()).toMatchObject([{ runId, status: 'interrupted' }])
  next.close()
  await again.stop()
})

test('a screen that comes late receives everything, in messages it can take', async ({ connection: { lab } }) => {
  const runId = await startLongRun(lab, 2500)
  const began = performance.now()
  let messages = 0
  let largest = 0
  let stride = 0
  let longest = 0
  for await (const update of await lab.runs.events({ runId })) {
    messages += 1
    if (update.kind === 'begin') ({ stride } = update.header)
    if (update.kind !== 'events') continue
    const numbers = update.events.flatMap((event) =>
      event.kind === 'epochs' ? Object.values(event.values).flat(2) : [],
    )
    largest = Math.max(largest, numbers.length)
    for (const event of update.events)
      if (event.kind === 'fitFinished') longest = Math.max(longest, event.history['loss'].length)
  }
  const seconds = (performance.now() - began) / 1000
  expect(stride).toBe(2)
  expect(longest).toBe(1250)
  expect(largest).toBeLessThanOrEqual(20_000)
  // Two messages a beat: what happened, and how far it is.
  expect(messages / seconds).toBeLessThan(45)
})
