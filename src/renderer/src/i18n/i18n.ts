import { createI18n } from 'vue-i18n'
import en from './en/index.ts'
import { setFieldHints } from './fieldHint.ts'

/** The languages of the page, each by its own name. */
export const LANGUAGES = { en: 'English', 'zh-CN': '简体中文' } as const
export type Language = keyof typeof LANGUAGES

/** Messages are interpreted, never compiled to code: the page's policy forbids `eval`. */
export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en },
  missingWarn: false,
  fallbackWarn: false,
})

/** Shows the page in a language, loading it first. */
export async function setLanguage(language: Language): Promise<void> {
  if (!i18n.global.availableLocales.includes(language)) {
    const { default: messages } = await import('./zh-CN/index.ts')
    i18n.global.setLocaleMessage(language, messages)
  }
  setFieldHints(language === 'zh-CN' ? (await import('./zh-CN/hints.ts')).default : {})
  i18n.global.locale.value = language
  document.documentElement.lang = language
}

/** The first language of the machine that the page speaks. */
export function systemLanguage(): Language {
  const wanted = navigator.languages.find((language) => /^(en|zh)\b/i.test(language))
  return wanted?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}
