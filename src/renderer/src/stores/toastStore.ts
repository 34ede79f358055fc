import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Something said in passing. What needs a decision is no toast. */
export interface Toast {
  readonly id: number
  readonly tone: 'info' | 'ok' | 'danger'
  readonly title: string
  readonly text?: string
  readonly action?: { readonly label: string; readonly run: () => void }
}

export const useToastStore = defineStore('toasts', () => {
  const items = ref<Toast[]>([])
  let lastId = 0

  function show(toast: Omit<Toast, 'id'>): number {
    lastId += 1
    items.value = [...items.value.slice(-3), { ...toast, id: lastId }]
    return lastId
  }
  function dismiss(id: number): void {
    items.value = items.value.filter((toast) => toast.id !== id)
  }
  return { items, show, dismiss }
})
