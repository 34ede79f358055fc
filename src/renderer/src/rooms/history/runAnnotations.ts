import type { Ref } from 'vue'
import type { HistoryRow } from '../../../../contract/history.ts'
import { useLab } from '../../api/lab.ts'
import { useToastStore } from '../../stores/toastStore.ts'
import type { Selected } from './historySelection.ts'
import { runOf } from './runOf.ts'

/** Names, notes, tags, stars and deletion of runs. */
export function runAnnotations(selected: Ref<readonly Selected[]>, load: () => Promise<void>) {
  async function annotate(
    runIds: string[],
    changes: { name?: string; note?: string; tags?: string[]; isStarred?: boolean },
  ): Promise<void> {
    await useLab().history.annotate({ runIds, ...changes })
    await load()
  }
  /** Gives a tag to the runs that have it not, and asks for the list once. */
  async function addTag(runs: readonly HistoryRow[], tag: string): Promise<void> {
    const tagged = new Map(runs.map(({ runId, tags }) => [runId, tags]))
    try {
      for (const [runId, tags] of tagged)
        if (!tags.includes(tag)) await useLab().history.annotate({ runIds: [runId], tags: [...tags, tag] })
    } finally {
      await load()
    }
  }
  /** Deletes runs; the words say what was deleted and how to take it back. */
  async function remove(runIds: string[], words: { readonly title: string; readonly undo: string }): Promise<void> {
    await useLab().history.delete({ runIds })
    selected.value = selected.value.filter(({ id }) => !runIds.includes(runOf(id)))
    await load()
    const action = { label: words.undo, run: () => void restore(runIds) }
    useToastStore().show({ tone: 'info', title: words.title, action })
  }
  async function restore(runIds: string[]): Promise<void> {
    await useLab().history.restore({ runIds })
    await load()
  }

  return { annotate, addTag, remove, restore }
}
