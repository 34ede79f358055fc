import { Keyboard, Languages, Moon, Search, SlidersHorizontal, Sun } from '@lucide/vue'
import { LANGUAGES, type Language } from '../i18n/i18n.ts'
import { useI18n } from '../i18n/useI18n.ts'
import type { Command } from '../stores/commandStore.ts'
import { useSettingsStore } from '../stores/settingsStore.ts'

/** What concerns the page itself: help, theme, language. */
export function appCommands(open: {
  readonly palette: () => void
  readonly settings: () => void
  readonly shortcuts: () => void
}): () => Command[] {
  const { t } = useI18n()
  const look = lookCommands()
  return () => [
    {
      id: 'app.palette',
      title: t('shell.palette'),
      group: 'app',
      icon: Search,
      keys: '$mod+k',
      answers: 'palette',
      isHidden: true,
      run: open.palette,
    },
    {
      id: 'app.settings',
      title: t('shell.settings'),
      group: 'app',
      icon: SlidersHorizontal,
      keys: '$mod+,',
      answers: 'settings',
      run: open.settings,
    },
    {
      id: 'app.shortcuts',
      title: t('shell.shortcutSheet'),
      group: 'app',
      icon: Keyboard,
      keys: 'Shift+?',
      run: open.shortcuts,
    },
    {
      id: 'app.about',
      title: t('shell.about'),
      group: 'app',
      icon: SlidersHorizontal,
      answers: 'about',
      run: open.settings,
    },
    ...look(),
  ]
}

/** Theme and language. */
function lookCommands(): () => Command[] {
  const { t } = useI18n()
  const settings = useSettingsStore()
  return () => [
    ...(['light', 'dark'] as const).map((theme): Command => ({
      id: `app.theme.${theme}`,
      title: `${t('shell.theme')}: ${t(`shell.themes.${theme}`)}`,
      group: 'app',
      icon: theme === 'dark' ? Moon : Sun,
      isHidden: settings.theme === theme,
      run: () => void settings.change({ theme }),
    })),
    ...Object.entries(LANGUAGES).map(([language, name]): Command => ({
      id: `app.language.${language}`,
      title: `${t('shell.language')}: ${name}`,
      group: 'app',
      icon: Languages,
      words: 'language 语言',
      isHidden: settings.language === language,
      run: () => void settings.change({ language: language as Language }),
    })),
  ]
}
