import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../harness/test.ts'

/** An experiment as a stranger may send it. */
function experimentNaming(file: string): string {
  const layers = '[{ type: dense, units: 4, activation: relu }, { type: output }]'
  return `holdout: 1\nname: Sent\ndataset: { file: ${JSON.stringify(file)}, target: kind }\nmodels:\n  - name: One\n    layers: ${layers}\n`
}

const TABLE = 'a,b,kind\n' + Array.from({ length: 40 }, (_, i) => `${i},${i % 7},${i % 2 === 0 ? 'x' : 'y'}`).join('\n')

test('an uploaded experiment reads no file of this machine; the person chooses its data', async ({
  app: _,
  connection: { lab },
  folder,
  page,
  serving,
}) => {
  const secret = join(folder, 'secret.csv')
  await writeFile(secret, TABLE)
  for (const file of ['/etc/passwd', secret, `../../../../../../..${secret}`, '/proc/self/environ', '\0']) {
    const chooser = page.waitForEvent('filechooser')
    await page.keyboard.press('Control+Shift+o')
    await (
      await chooser
    ).setFiles({ name: 'sent.holdout.yaml', mimeType: 'text/yaml', buffer: Buffer.from(experimentNaming(file)) })
    await expect(
      page.getByText('The data of this experiment was not found').or(page.getByText('character')).first(),
    ).toBeVisible()
    expect(await lab.datasets.list(), file).toEqual([])
  }
  await mkdir(join(folder, 'own'))
  await writeFile(join(folder, 'own', 'mine.csv'), TABLE)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose the file…' }).click()
  await (await chooser).setFiles(join(folder, 'own', 'mine.csv'))
  await expect(page.getByText('The data of this experiment was not found')).toBeHidden()
  expect(await lab.datasets.list()).toMatchObject([{ name: 'mine.csv', rows: 40 }])
  expect(JSON.stringify(await lab.system.environment())).not.toContain(serving.workspace)
})
