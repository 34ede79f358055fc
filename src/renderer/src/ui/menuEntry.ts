import type { Component } from 'vue'

/** One line of a menu. */
export type MenuEntry =
  | { readonly kind: 'separator'; readonly key: string }
  | {
      readonly kind?: 'item'
      readonly key: string
      readonly label: string
      readonly icon?: Component
      readonly hint?: string
      readonly shortcut?: string
      readonly isDanger?: boolean
      readonly isDisabled?: boolean
      readonly run: () => void
    }
