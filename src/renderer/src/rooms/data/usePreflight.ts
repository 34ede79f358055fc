import { ref, shallowRef, watch } from 'vue'
import { useDataStore } from './dataStore.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import type { Finding } from '../../../../core/diagnostics/preflight/preflight.ts'
import { useRoles } from './useRoles.ts'

const QUIET_MS = 400

/** What should be known before training, asked again whenever the data's part of the experiment changes. */
export function usePreflight() {
  const data = useDataStore()
  const experiment = useExperimentStore()
  const { isOwn } = useRoles()
  const findings = shallowRef<readonly Finding[]>([])
  const error = shallowRef<ErrorData>()
  const isChecking = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  watch(
    () => {
      const { dataset, task, validation, preprocessing } = experiment.file ?? {}
      return isOwn.value
        ? JSON.stringify([data.details?.summary.id, dataset, task, validation, preprocessing])
        : undefined
    },
    (key) => {
      clearTimeout(timer)
      if (key === undefined) findings.value = []
      else timer = setTimeout(() => void ask(), findings.value.length === 0 && asked === 0 ? 0 : QUIET_MS)
    },
    { immediate: true },
  )

  async function ask(): Promise<void> {
    const datasetId = data.details?.summary.id
    if (datasetId === undefined) return
    asked += 1
    const mine = asked
    isChecking.value = true
    try {
      const found = await useLab().datasets.preflight({ datasetId, text: await experiment.currentText() })
      if (mine === asked) findings.value = found
      error.value = undefined
    } catch (thrown) {
      if (mine === asked) error.value = labError(thrown)
    } finally {
      if (mine === asked) isChecking.value = false
    }
  }
  return { findings, error, isChecking }
}
