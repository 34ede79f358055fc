import { test } from '../harness/heldAnswers.ts'
import { expect } from '../harness/test.ts'

test.use({ areHeld: true })

test('nothing on the first screen moves away below the pointer when the samples are known', async ({
  app,
  page,
  answers,
}) => {
  const button = app.room.getByRole('button', { name: /^Open CSV/ })
  await expect(button).toBeVisible()
  const before = await button.boundingBox()
  answers.release()
  await expect(page.getByText('mine or rock, from sonar echoes')).toBeVisible()
  expect(await button.boundingBox()).toEqual(before)
})
