import { computed } from 'vue'
import { useI18n } from '../i18n/useI18n.ts'
import { createFormat } from './createFormat.ts'

/** Numbers, times and dates as the page's language writes them. */
export function useFormat() {
  const { locale, t } = useI18n()
  return computed(() =>
    createFormat(
      locale.value,
      {
        seconds: (n) => t('common.duration.seconds', { n }),
        minutes: (m, s) => t('common.duration.minutes', { m, s }),
        hours: (h, m) => t('common.duration.hours', { h, m }),
      },
      ownVariant(locale.value),
    ),
  )
}

/** The variant of a language that the machine is set to: `en-GB` for `en`. */
function ownVariant(language: string): string {
  return navigator.languages.find((own) => own.split('-')[0] === language.split('-')[0]) ?? language
}
