import type { Ref } from 'vue'
import type { DatasetSummary } from '../../../contract/datasets.ts'
import type { OpenedExperiment } from '../../../contract/experiments.ts'
import type { FileHandle } from '../../../contract/identifiers.ts'
import { useLab } from '../api/lab.ts'
import { watchSettled } from '../composables/watchSettled.ts'

/** The draft is kept once nothing more was changed for so long. */
const QUIET_MS = 400

interface Drafted {
  readonly text: Readonly<Ref<string>>
  readonly dataset: Readonly<Ref<DatasetSummary | null>>
  readonly handle: Readonly<Ref<FileHandle | undefined>>
  readonly takenCount: Readonly<Ref<number>>
  readonly take: (opened: OpenedExperiment) => void
  readonly loadFacts: () => Promise<void>
}

/** Keeps what the editor holds, for a page that is loaded again. */
export function experimentDraft({ text, dataset, handle, takenCount, take, loadFacts }: Drafted) {
  watchSettled([text, dataset, handle], QUIET_MS, keepDraft)
  async function keepDraft(): Promise<void> {
    if (text.value === '') return
    const draft = { text: text.value, datasetId: dataset.value?.id, file: handle.value }
    await useLab()
      .experiments.keepDraft(draft)
      .catch(() => null)
  }
  /** What the editor held when the page was last here. */
  async function restoreDraft(): Promise<boolean> {
    const takenBefore = takenCount.value
    const draft = await useLab().experiments.draft()
    if (!draft || draft.text === '') return false
    const [read, known] = await Promise.all([
      useLab().experiments.parse({ text: draft.text }),
      useLab().datasets.list(),
    ])
    // Somebody was quicker and has opened another.
    if (takenCount.value !== takenBefore) return true
    take({ ...read, file: draft.file, dataset: known.find(({ id }) => id === draft.datasetId) ?? null })
    await loadFacts()
    return true
  }

  return { restoreDraft }
}
