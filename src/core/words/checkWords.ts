import { CHECKS } from '../diagnostics/checks/checkTable.ts'
import { ZH_CHECKS, ZH_EVIDENCE } from './zhChecks.ts'

/** What a check is called, how it is detected, why it matters and what to do. */
export interface CheckWords {
  readonly title: string
  readonly detection: string
  readonly reason: string
  readonly advice: string
}

/** The words of all checks in one language: they stay out of the page until it shows findings. */
export interface WordsOfChecks {
  /** By code. */
  readonly checks: Readonly<Record<string, CheckWords>>
  /** Names of the numbers behind findings; English ones are made from the names themselves. */
  readonly evidence: Readonly<Record<string, string>>
}

/** Languages that checks have words in. */
export type CheckLanguage = 'en' | 'zh-CN'

/** The words of all checks. */
export function wordsOfChecks(language: CheckLanguage): WordsOfChecks {
  if (language === 'zh-CN') return { checks: ZH_CHECKS, evidence: ZH_EVIDENCE }
  const words = CHECKS.map(({ code, title, detection, reason, advice }) => [code, { title, detection, reason, advice }])
  return { checks: Object.fromEntries(words) as Record<string, CheckWords>, evidence: {} }
}
