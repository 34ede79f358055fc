import { translator } from './i18n.ts'
import type { Translator } from './translator.ts'

/** The page's words, for a component. */
export function useI18n(): Translator {
  return translator
}
