import { createI18n } from 'vue-i18n'
import en from './en/index.ts'
import { setErrorWords } from './errorWords.ts'
import { setFieldHints } from './fieldHint.ts'
import { messageFunctions } from './messageFunctions.ts'

/** The languages of the page, each by its own name. */
export const LANGUAGES = { en: 'English', 'zh-CN': '简体中文' } as const
export type Language = keyof typeof LANGUAGES

/** What the page says, in the language that is chosen. English is there from the start, the others come when wanted. */
export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en: messageFunctions(en) } as never,
  missingWarn: false,
  fallbackWarn: false,
})

let wanted: Language = 'en'

/** Shows the page in a language, loading it first; the language that was asked for last stays. */
export async function setLanguage(language: Language): Promise<void> {
  wanted = language
  if (language === 'zh-CN') {
    const [{ default: messages }, { default: hints }, { default: errors }] = await Promise.all([
      import('./zh-CN/index.ts'),
      import('./zh-CN/hints.ts'),
      import('./zh-CN/errors.ts'),
    ])
    if (wanted !== language) return
    i18n.global.setLocaleMessage(language, messageFunctions(messages) as never)
    setFieldHints(hints)
    setErrorWords(errors)
  } else {
    setFieldHints({})
    setErrorWords({})
  }
  i18n.global.locale.value = language
  document.documentElement.lang = language
}

/** The first language of the machine that the page speaks. */
export function systemLanguage(): Language {
  const known = navigator.languages.find((language) => /^(en|zh)\b/i.test(language))
  return known?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}
