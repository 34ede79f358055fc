import { expect, test as plain } from '../harness/test.ts'

/** The lab answers nothing before it is let. */
const test = plain.extend<{ letAnswer: () => void }>({
  letAnswer: [
    async ({ page }, use) => {
      let answer = (): void => undefined
      const may = new Promise<void>((resolve) => (answer = resolve))
      await page.routeWebSocket(/.*/, (socket) => {
        const server = socket.connectToServer()
        server.onMessage((message) => void may.then(() => socket.send(message)))
      })
      await use(answer)
    },
    { auto: true },
  ],
})

test('nothing on the first screen moves away below the pointer when the samples are known', async ({
  app,
  page,
  letAnswer,
}) => {
  const button = app.room.getByRole('button', { name: /^Open CSV/ })
  await expect(button).toBeVisible()
  const before = await button.boundingBox()
  letAnswer()
  await expect(page.getByText('mine or rock, from sonar echoes')).toBeVisible()
  expect(await button.boundingBox()).toEqual(before)
})
