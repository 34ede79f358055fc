import { test } from '../harness/heldAnswers.ts'
import { expect } from '../harness/test.ts'

test('the YAML cannot be typed into before it has the last change', async ({ app, answers }) => {
  const { model, palette } = app
  await palette.run('Example: Dropout on Sonar')
  await expect(model.cards).toHaveCount(3)
  answers.hold()
  await model.doWith(2, 'Duplicate')
  await expect(model.cards).toHaveCount(4)
  await model.view('YAML').click()
  await expect(model.text).toHaveValue(/units: 60/)
  await expect(model.text).not.toBeEditable()
  await model.text.press('End')
  await model.text.pressSequentially('# lost')
  answers.release()
  const text = await model.textInFull()
  expect(text).not.toContain('# lost')
  await model.text.fill(`${text}# kept\n`)
  await model.view('Stack').click()
  await expect(model.cards).toHaveCount(4)
  await model.view('YAML').click()
  await expect(model.text).toHaveValue(/# kept/)
})
