import { expect, test } from '../harness/test.ts'
import { tabTo } from '../harness/tabTo.ts'
import { AppPage } from '../pages/appPage.ts'
import type { Room } from '../pages/appPage.ts'

const THEME = /^(Theme|主题)$/
const LANGUAGE = /^(Language|语言)$/
const DENSITY = /^(Density|密度)$/

const ROOMS: readonly (readonly [Room, string])[] = [
  ['Data', '数据'],
  ['Model', '模型'],
  ['Run', '运行'],
  ['History', '历史'],
  ['Report', '报告'],
]

test('the page speaks Chinese from the first screen, after a reload too, and English again', async ({ app, page }) => {
  await page.getByRole('radio', { name: '简体中文' }).click()
  await expect(app.root).toHaveAttribute('lang', 'zh-CN')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/[\u4e00-\u9fff]/)
  await expect(app.start.heading).toBeHidden()
  for (const [room, name] of ROOMS) {
    await app.goTo(room)
    await expect(app.room).toHaveAccessibleName(name)
    await expect(page).toHaveTitle(`${name} · Holdout`)
    await expect(app.room).toContainText(/[\u4e00-\u9fff]/)
  }
  await app.reload()
  await expect(app.root).toHaveAttribute('lang', 'zh-CN')
  await expect(app.room).toHaveAccessibleName('报告')
  await app.settings.open()
  await app.settings.choose('English', LANGUAGE)
  await expect(app.root).toHaveAttribute('lang', 'en')
  await app.settings.close()
  await expect(app.room).toHaveAccessibleName('Report')
})

test('a Chinese system is greeted in Chinese', async ({ browser, serving }) => {
  const context = await browser.newContext({ locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(serving.address)
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await context.close()
})

test('light and dark are chosen or follow the system, and stay', async ({ app, page }) => {
  const ink = () => page.evaluate(() => getComputedStyle(document.body).color)
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(app.root).toHaveAttribute('data-theme', 'light')
  const light = await ink()
  await test.step('it follows the system, also while it is open', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(app.root).toHaveAttribute('data-theme', 'dark')
    expect(await ink()).not.toBe(light)
  })
  await test.step('a choice beats the system', async () => {
    await app.settings.open()
    await app.settings.choose('Light', THEME)
    await expect(app.root).toHaveAttribute('data-theme', 'light')
    await app.settings.close()
    await app.reload()
    await expect(app.root).toHaveAttribute('data-theme', 'light')
    expect(await ink()).toBe(light)
  })
  await test.step('and is taken back', async () => {
    await app.settings.open()
    await app.settings.choose('Like the system', THEME)
    await expect(app.root).toHaveAttribute('data-theme', 'dark')
  })
})

test('rows are as high as is comfortable, in every window', async ({ app, page, context }) => {
  const rowHeight = (on: AppPage) =>
    on.root.evaluate((root) => parseFloat(getComputedStyle(root).getPropertyValue('--size-row')))
  const other = new AppPage(await context.newPage())
  await other.page.goto(new URL(page.url()).origin)
  await expect(other.root).toHaveAttribute('data-density', 'compact')
  const compact = await rowHeight(app)
  await app.settings.open()
  await app.settings.choose('Comfortable', DENSITY)
  for (const window of [app, other]) {
    await expect(window.root).toHaveAttribute('data-density', 'comfortable')
    expect(await rowHeight(window)).toBeGreaterThan(compact)
  }
  await app.reload()
  await expect(app.root).toHaveAttribute('data-density', 'comfortable')
})

test('who wants no motion sees none', async ({ app, page }) => {
  const lengths = () =>
    page.evaluate(() => {
      const style = getComputedStyle(document.documentElement)
      return ['fast', 'base', 'slow'].map((name) => parseFloat(style.getPropertyValue(`--motion-${name}`)))
    })
  const moving = () => page.evaluate(() => document.getAnimations().map((one) => one.effect?.getTiming().duration))
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  for (const length of await lengths()) expect(length).toBeGreaterThan(0)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await lengths()).toEqual([0, 0, 0])
  await app.palette.open()
  expect(await moving()).toEqual([])
  await page.keyboard.press('Escape')
  await app.settings.open()
  await app.settings.choose('Dark', THEME)
  expect(await moving()).toEqual([])
})

test('everything is found and done by keyboard', async ({ app, page }) => {
  const { keyboard } = page
  await test.step('rooms by their numbers', async () => {
    for (const [at, [room]] of ROOMS.entries()) {
      await keyboard.press(`Control+${at + 1}`)
      await expect(app.room).toHaveAccessibleName(room)
      await expect(app.room).toBeFocused()
    }
  })
  await test.step('commands by their words; what cannot be done says why', async () => {
    await app.palette.run('Theme: Dark')
    await expect(app.root).toHaveAttribute('data-theme', 'dark')
    await app.palette.open()
    await keyboard.type('save')
    await expect(app.palette.commands.first()).toContainText('No experiment yet')
    await expect(app.palette.commands.first()).toHaveAttribute('aria-disabled', 'true')
    await keyboard.press('Control+a')
    await keyboard.type('xyzzy')
    await expect(app.palette.dialog).toContainText('Nothing matches “xyzzy”')
    await keyboard.press('Escape')
    await expect(app.palette.dialog).toBeHidden()
  })
  await test.step('arrows choose among what is found', async () => {
    await app.palette.open()
    await keyboard.type('Example')
    await expect(app.palette.commands.first()).toHaveAttribute('data-highlighted')
    await keyboard.press('ArrowDown')
    await expect(app.palette.commands.nth(1)).toHaveAttribute('data-highlighted')
    const second = await app.palette.commands.nth(1).innerText()
    await keyboard.press('Enter')
    await expect(app.room).toHaveAccessibleName('Model')
    const name = second.split('\n')[0].replace('Example: ', '').trim()
    await expect(page.getByRole('button', { name: `Experiment: ${name}` })).toBeVisible()
  })
  await test.step('a dialog holds the focus and gives it back', async () => {
    const settings = page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Settings' })
    await settings.focus()
    await keyboard.press('Enter')
    await expect(app.settings.dialog).toBeVisible()
    for (let stop = 0; stop < 12; stop++) {
      await keyboard.press('Tab')
      await expect(app.settings.dialog.locator(':focus')).toHaveCount(1)
    }
    // Away from the button that closes it: Escape would take its tooltip first.
    await tabTo(app.settings.dialog.getByRole('radio', { checked: true }).first())
    await app.settings.close()
    await expect(settings).toBeFocused()
  })
})
