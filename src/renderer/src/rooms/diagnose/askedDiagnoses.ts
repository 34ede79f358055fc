import { ref, shallowRef, type Ref } from 'vue'
import type { CandidateDiagnosis } from '../../../../contract/diagnostics.ts'
import type { Calibration } from '../../../../core/diagnostics/calibration.ts'
import type { DiagnosticId } from '../../../../core/diagnostics/diagnosticTable.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'

/** What the first view shows: the rest is asked for once that is drawn. */
export const FIRST: readonly DiagnosticId[] = [
  'confusionMatrix',
  'operatingPoints',
  'rocCurve',
  'perClass',
  'residuals',
]
/** What hangs on the costs of mistakes. */
const COSTED: readonly DiagnosticId[] = ['thresholds', 'leastCost']
type Binning = Calibration['binning']

interface Candidates {
  readonly id: Readonly<Ref<string | undefined>>
  readonly overlaid: Readonly<Ref<readonly string[]>>
  readonly error: Ref<ErrorData | undefined>
}

/** Diagnoses of the candidates, with what a person chose for them. */
export function askedDiagnoses({ id, overlaid, error }: Candidates) {
  const diagnoses = shallowRef<readonly CandidateDiagnosis[]>([])
  /** `costs[truth][predicted]`, where somebody gave some. */
  const costs = shallowRef<readonly (readonly number[])[]>()
  /** How the calibration curve is binned. */
  const binning = ref<Binning>('uniform')
  /** Column that residuals are shown against, where one was chosen. */
  const feature = ref<string>()
  const isLoading = ref(false)
  /** Whether all diagnostics are there, and not only those of the first view. */
  const isWhole = ref(false)
  let asked = 0

  function forgetDiagnoses(): void {
    diagnoses.value = []
    costs.value = undefined
    binning.value = 'uniform'
    feature.value = undefined
    isWhole.value = false
  }
  async function load(): Promise<void> {
    if (await ask()) isWhole.value = true
  }
  /** Asks for diagnostics, all unless some are named; whether the answer is what is shown. */
  async function ask(ids?: readonly DiagnosticId[]): Promise<boolean> {
    const first = id.value
    if (first === undefined) return false
    const turn = ++asked
    isLoading.value = true
    try {
      const candidates = [first, ...overlaid.value]
      const answer = await useLab().diagnostics.of({
        candidates,
        ...(ids && { ids: [...ids] }),
        binning: binning.value,
        ...(feature.value !== undefined && { feature: feature.value }),
        ...(costs.value && { costs: costs.value.map((row) => [...row]) }),
      })
      if (turn !== asked) return false
      const isPart = ids !== undefined && ids !== FIRST
      diagnoses.value = isPart ? diagnoses.value.map((old) => withNewer(old, answer)) : answer
      error.value = undefined
      return true
    } catch (thrown) {
      if (turn === asked) error.value = labError(thrown)
      return false
    } finally {
      if (turn === asked) isLoading.value = false
    }
  }
  const choices = diagnosisChoices({ costs, binning, feature }, async (ids) => {
    if (isLoading.value || !isWhole.value) await load()
    else await ask(ids)
  })

  return { diagnoses, costs, binning, isLoading, isWhole, forgetDiagnoses, load, ask, ...choices }
}

interface Choices {
  readonly costs: Ref<readonly (readonly number[])[] | undefined>
  readonly binning: Ref<Binning>
  readonly feature: Ref<string | undefined>
}

/** Choices of a person, and what is computed anew after them. */
function diagnosisChoices(
  { costs, binning, feature }: Choices,
  refresh: (ids: readonly DiagnosticId[]) => Promise<void>,
) {
  async function setCosts(table: readonly (readonly number[])[]): Promise<void> {
    costs.value = table
    await refresh(COSTED)
  }
  async function setBinning(kind: Binning): Promise<void> {
    binning.value = kind
    await refresh(['calibration'])
  }
  /** Shows residuals against another column. */
  async function setFeature(column: string): Promise<void> {
    feature.value = column
    await refresh(['residualsByFeature'])
  }

  return { setCosts, setBinning, setFeature }
}

/** A diagnosis with what was computed anew of it. */
function withNewer(old: CandidateDiagnosis, answer: readonly CandidateDiagnosis[]): CandidateDiagnosis {
  const newer = answer.find(({ id }) => id === old.id)
  return newer ? { ...old, results: { ...old.results, ...newer.results } } : old
}
