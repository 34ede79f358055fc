import { defineStore } from 'pinia'
import { computed, ref, shallowRef, type Ref } from 'vue'
import { MOST_DIAGNOSED } from '../../../../contract/diagnosisLimits.ts'
import type { HistoryRow } from '../../../../contract/history.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { askedDiagnoses, FIRST } from './askedDiagnoses.ts'
import { listedRows } from './listedRows.ts'

const MOST_SIBLINGS = 2000

/** One candidate's mistakes, with up to three others drawn over its figures. */
export const useDiagnoseStore = defineStore('diagnose', () => {
  const id = ref<string>()
  const overlaid = ref<readonly string[]>([])
  const siblings = shallowRef<readonly HistoryRow[]>([])
  const threshold = ref<number>()
  const error = shallowRef<ErrorData>()
  const { forgetDiagnoses, ask, ...asked } = askedDiagnoses({ id, overlaid, error })
  const { forgetRows, ...rows } = listedRows({ id, threshold, error })
  const { load, diagnoses } = asked
  const { sort, loadRows } = rows
  const own = computed(() => diagnoses.value.find((one) => one.id === id.value))

  /** Shows a candidate, `run/index`. */
  async function open(candidate: string): Promise<void> {
    if (id.value === candidate && own.value) return
    id.value = candidate
    overlaid.value = []
    threshold.value = undefined
    forgetDiagnoses()
    forgetRows()
    await Promise.all([Promise.all([loadFirst(), loadRows()]).then(load), loadSiblings(candidate)])
  }
  /** The first view of a candidate, apart from its rows, which the lab computes while the page draws. */
  async function loadFirst(): Promise<void> {
    if (!(await ask(FIRST))) return
    threshold.value = own.value?.threshold
    if (sort.value.by === 'hardest')
      sort.value = { by: own.value?.task === 'regression' ? 'error' : 'wrong', direction: 'descending' }
  }
  async function loadSiblings(candidate: string): Promise<void> {
    const [runId = ''] = candidate.split('/')
    try {
      const filters = [{ field: 'run', operator: 'is' as const, values: [runId] }]
      const { rows } = await useLab().history.query({ filters, count: MOST_SIBLINGS })
      if (id.value === candidate) siblings.value = rows
    } catch (thrown) {
      error.value = labError(thrown)
    }
  }
  /** Draws another candidate over the figures, or takes it away. */
  async function toggle(candidate: string): Promise<void> {
    const isOn = overlaid.value.includes(candidate)
    overlaid.value = isOn
      ? overlaid.value.filter((one) => one !== candidate)
      : [...overlaid.value, candidate].slice(0, MOST_DIAGNOSED - 1)
    await load()
  }

  const kept = keptChoices({ id, threshold, error }, load)
  return { id, overlaid, siblings, own, threshold, error, open, toggle, ...asked, ...rows, ...kept }
})

interface Diagnosed {
  readonly id: Readonly<Ref<string | undefined>>
  readonly threshold: Readonly<Ref<number | undefined>>
  readonly error: Ref<ErrorData | undefined>
}

/** What is kept with a candidate, a run or for good. */
function keptChoices({ id, threshold, error }: Diagnosed, load: () => Promise<void>) {
  /** Stores the threshold with the candidate: predictions and reports use it from then on. */
  async function keepThreshold(rule?: 'half' | 'f1' | 'youden' | 'cost'): Promise<void> {
    const candidate = id.value
    if (candidate === undefined || threshold.value === undefined) return
    try {
      await useLab().diagnostics.setThreshold({ candidate, threshold: threshold.value, ...(rule && { rule }) })
      await load()
    } catch (thrown) {
      error.value = labError(thrown)
    }
  }
  /** Silences a check for a run, or for good where none is named; or lets it speak again. */
  async function silence(code: string, runId: string | undefined, isSilenced: boolean): Promise<void> {
    try {
      await useLab().diagnostics.silenceCheck({ code, isSilenced, ...(runId !== undefined && { runId }) })
      await load()
    } catch (thrown) {
      error.value = labError(thrown)
    }
  }

  return { keepThreshold, silence }
}
