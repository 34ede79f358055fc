const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

const NAMES: Readonly<Record<string, string>> = {
  $mod: isApple ? '⌘' : 'Ctrl',
  Control: isApple ? '⌃' : 'Ctrl',
  Shift: isApple ? '⇧' : 'Shift',
  Alt: isApple ? '⌥' : 'Alt',
  Enter: '↵',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Delete: 'Del',
  Escape: 'Esc',
}

/** `$mod+Shift+z` as the person's keyboard says it: `Ctrl Shift Z`, on a Mac `⌘⇧Z`. */
export function shortcutText(keys: string): string {
  const parts = keys.split('+').map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))
  return parts.join(isApple ? '' : ' ')
}

/** The same for `aria-keyshortcuts`. */
export function ariaShortcut(keys: string): string {
  const mod = isApple ? 'Meta' : 'Control'
  return keys
    .split('+')
    .map((key) => (key === '$mod' ? mod : key.length === 1 ? key.toUpperCase() : key))
    .join('+')
}
