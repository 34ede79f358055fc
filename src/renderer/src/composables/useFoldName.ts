import { useI18n } from '../i18n/useI18n.ts'
import type { FitKey } from '../../../core/run/runEvent.ts'

/** A fold as people count: `3`, with several repeats `2.3`, of an inner protocol `4›3`. */
export function useFoldName() {
  const { t } = useI18n()
  return ({ repeat, fold, outer }: FitKey, hasRepeats: boolean): string => {
    if (outer !== undefined) return t('run.innerFold', { outer: outer + 1, fold: fold + 1 })
    return hasRepeats ? t('run.repeatFold', { repeat: repeat + 1, fold: fold + 1 }) : String(fold + 1)
  }
}
