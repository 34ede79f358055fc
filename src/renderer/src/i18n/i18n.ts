import en from './en/index.ts'
import { setErrorWords, setNoticeWords } from './errorWords.ts'
import { setFieldHints } from './fieldHint.ts'
import { createTranslator } from './translator.ts'

/** The languages of the page, each by its own name. */
export const LANGUAGES = { en: 'English', 'zh-CN': '简体中文' } as const
export type Language = keyof typeof LANGUAGES

/** What the page says, in the language that is chosen. English is there from the start, the others come when wanted. */
export const translator = createTranslator('en', en)

let wanted: Language = 'en'

/** Shows the page in a language, loading it first; the language that was asked for last stays. */
export async function setLanguage(language: Language): Promise<void> {
  wanted = language
  if (language === 'zh-CN') {
    const [{ default: messages }, { default: hints }, { default: errors }, { default: notices }] = await Promise.all([
      import('./zh-CN/index.ts'),
      import('./zh-CN/hints.ts'),
      import('./zh-CN/errors.ts'),
      import('./zh-CN/notices.ts'),
    ])
    if (wanted !== language) return
    setFieldHints(hints)
    setErrorWords(errors)
    setNoticeWords(notices)
    translator.show(language, messages)
  } else {
    setFieldHints({})
    setErrorWords({})
    setNoticeWords([])
    translator.show(language, en)
  }
  document.documentElement.lang = language
}

/** The first language of the machine that the page speaks. */
export function systemLanguage(): Language {
  const known = navigator.languages.find((language) => /^(en|zh)\b/i.test(language))
  return known?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}
