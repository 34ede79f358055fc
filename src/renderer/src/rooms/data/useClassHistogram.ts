import { onWatcherCleanup, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import type { ClassHistogram } from '../../../../core/dataset/classHistogram.ts'
import type { DatasetColumn } from '../../../../core/dataset/inspection.ts'
import { useLab } from '../../api/lab.ts'
import { useAssociationStore } from './associationStore.ts'
import { useDataStore } from './dataStore.ts'

/** The histogram of a column parted by the classes of the target that the dataset is looked at for; null where there is none. */
export function useClassHistogram(
  column: Readonly<Ref<DatasetColumn | undefined>>,
): Readonly<Ref<ClassHistogram | null>> {
  const data = useDataStore()
  const associations = useAssociationStore()
  const found = shallowRef<ClassHistogram | null>(null)

  /** Only of a target that something can be learned from. */
  const target = () => (associations.found?.task === 'regression' ? undefined : associations.found?.target)
  watch(
    [() => data.details?.summary.id, target, column] as const,
    async ([datasetId, name, shown]) => {
      found.value = null
      if (datasetId === undefined || name === undefined || shown?.profile.kind !== 'number') return
      const stop = new AbortController()
      onWatcherCleanup(() => stop.abort())
      const request = { datasetId, target: name, column: shown.name }
      const answer = await useLab()
        .datasets.classHistogram(request, { signal: stop.signal })
        .catch(() => null)
      if (!stop.signal.aborted) found.value = answer
    },
    { immediate: true },
  )
  return found
}
