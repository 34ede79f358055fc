import type { SavedAs } from '../api/deliver.ts'
import { useI18n } from '../i18n/useI18n.ts'
import { useToastStore } from '../stores/toastStore.ts'

/** Says where something was saved; nothing where saving was called off. */
export function useSavedToast() {
  const toasts = useToastStore()
  const { t } = useI18n()
  return (saved: SavedAs | undefined): void => {
    if (!saved) return
    const { name, folder } = saved
    const title = folder === undefined ? t('common.downloaded', { name }) : t('common.savedIn', { name, folder })
    toasts.show({ tone: 'ok', title })
  }
}
