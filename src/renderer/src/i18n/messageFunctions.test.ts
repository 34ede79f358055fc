import { expect, test } from 'vitest'
import { createI18n } from 'vue-i18n'
import { messageFunctions } from './messageFunctions.ts'

const messages = messageFunctions({
  plain: 'Pause',
  gap: '{done} of {fits} fits',
  twice: '{n}, {n}',
  deep: { inner: 'within' },
  plural: 'one problem | {n} problems',
  none: '{missing}',
})
const i18n = createI18n({ legacy: false, locale: 'en', messages: { en: messages as never } })
type Translate = (key: string, gaps?: object | number, plural?: number) => string
const { t } = i18n.global as unknown as { t: Translate }

test('texts, gaps and depths', () => {
  expect(t('plain')).toBe('Pause')
  expect(t('gap', { done: 3, fits: 30 })).toBe('3 of 30 fits')
  expect(t('twice', { n: 1 })).toBe('1, 1')
  expect(t('deep.inner')).toBe('within')
  expect(t('none')).toBe('')
})

test('singular and plural', () => {
  expect(t('plural', { n: 1 }, 1)).toBe('one problem')
  expect(t('plural', { n: 5 }, 5)).toBe('5 problems')
})

test('what fills a gap stays text', () => {
  expect(t('gap', { done: '{fits}', fits: '@:plain | x' })).toBe('{fits} of @:plain | x fits')
})
