import { expect, test, vi } from 'vitest'
import { computed } from 'vue'
import { createTranslator } from './translator.ts'

const english = {
  plain: 'Pause',
  gap: '{done} of {fits} fits',
  twice: '{n}, {n}',
  deep: { inner: 'within' },
  plural: 'one problem | {n} problems',
  none: '{missing}',
}
const { t, te } = createTranslator('en', english)

test('texts, gaps and depths', () => {
  expect(t('plain')).toBe('Pause')
  expect(t('gap', { done: 3, fits: 30 })).toBe('3 of 30 fits')
  expect(t('twice', { n: 1 })).toBe('1, 1')
  expect(t('deep.inner')).toBe('within')
  expect(t('none')).toBe('')
})

test('a key without a message is its own, and is reported', () => {
  const report = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  expect([te('deep.inner'), te('deep'), te('toString'), te('deep.other')]).toEqual([true, false, false, false])
  expect(t('deep.other')).toBe('deep.other')
  expect(report).toHaveBeenCalledExactlyOnceWith('There is no message deep.other.')
  report.mockRestore()
})

test('singular and plural, by the count or by the gap `n`', () => {
  expect(t('plural', { n: '1' }, 1)).toBe('one problem')
  expect(t('plural', { n: '5' }, 5)).toBe('5 problems')
  expect(t('plural', { n: 1 })).toBe('one problem')
  expect(t('plural', { n: 0 })).toBe('0 problems')
})

test('what fills a gap stays text', () => {
  expect(t('gap', { done: '{fits}', fits: '@:plain | x' })).toBe('{fits} of @:plain | x fits')
})

test('whoever asked follows to another language, and back', () => {
  const page = createTranslator('en', english)
  const button = computed(() => `${page.t('plain')} ${page.t('deep.inner')} ${page.locale.value}`)
  expect(button.value).toBe('Pause within en')
  page.show('zh-CN', { plain: '暂停' })
  expect(button.value).toBe('暂停 within zh-CN')
  page.show('en', english)
  expect(button.value).toBe('Pause within en')
})

test('numbers as the language writes them', () => {
  expect(createTranslator('de', {}).n(1234.5, { minimumFractionDigits: 2 })).toBe('1.234,50')
})
