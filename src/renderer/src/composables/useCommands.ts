import { onScopeDispose } from 'vue'
import { useCommandStore } from '../stores/commandStore.ts'
import type { Command } from '../stores/commandStore.ts'

/** Offers commands for as long as the component lives. `source` may read reactive state. */
export function useCommands(source: () => readonly Command[]): void {
  onScopeDispose(useCommandStore().add(source))
}
