import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { ExperimentFacts } from '../../../contract/datasets.ts'
import type { ReadText } from '../../../contract/experiments.ts'
import { HoldoutError, toErrorData, type ErrorData } from '../../../core/errors.ts'
import type { ExperimentFile } from '../../../core/experiment/file/experimentFile.ts'
import { previewModels } from '../../../core/experiment/resolve/previewModels.ts'
import { resolveExperiment } from '../../../core/experiment/resolve/resolveExperiment.ts'
import { useLab } from '../api/lab.ts'
import type { experimentData } from './experimentData.ts'
import type { followingText } from './followingText.ts'

interface Checked {
  readonly file: ShallowRef<ExperimentFile | null>
  readonly written: ReturnType<typeof followingText>
  readonly textProblems: ShallowRef<readonly ErrorData[]>
  readonly data: Pick<ReturnType<typeof experimentData>, 'dataset' | 'facts'>
  readonly isOpen: ComputedRef<boolean>
}

/** The models of an experiment, and all that prevents running it. */
export function experimentChecks({ file, written, textProblems, data: { dataset, facts }, isOpen }: Checked) {
  const { text } = written
  const isTextRight = computed(() => textProblems.value.length === 0)
  const previews = computed(() => {
    if (!file.value) return []
    return previewModels(file.value, facts.value ?? { task: file.value.task ?? 'binary', width: 0, classes: [] })
  })

  /** Candidates, and all that prevents running: the text, the models, their fit to the rows. */
  const resolved = computed(() => resolve(isOpen.value ? file.value : null, facts.value, textProblems.value))
  /** What does not fit the data, with the lines of the text in which it stands. */
  const placed = shallowRef<ReadText>()
  const problems = computed(() => {
    const found = resolved.value.problems
    const isPlaced = placed.value?.text === text.value && placed.value.problems.length === found.length
    return isPlaced && isTextRight.value ? (placed.value?.problems ?? found) : found
  })
  watch([() => resolved.value.problems, text], ([found]) => {
    const datasetId = dataset.value?.id
    if (found.length === 0 || !isTextRight.value || written.isBehind() || datasetId === undefined) return
    void useLab()
      .experiments.parse({ text: text.value, datasetId })
      .then((read) => (placed.value = read))
      .catch(() => null)
  })

  return { isTextRight, previews, resolved, problems }
}

function allProblems(error: unknown): readonly ErrorData[] {
  const data = toErrorData(error)
  return data.problems ?? [data]
}

function resolve(
  file: ExperimentFile | null,
  facts: ExperimentFacts | null,
  textProblems: readonly ErrorData[],
): { experiment: ReturnType<typeof resolveExperiment> | null; problems: readonly ErrorData[] } {
  if (textProblems.length > 0) return { experiment: null, problems: textProblems }
  if (!file || !facts) return { experiment: null, problems: [] }
  try {
    return { experiment: resolveExperiment(file, facts), problems: [] }
  } catch (error) {
    if (!(error instanceof HoldoutError)) throw error
    return { experiment: null, problems: allProblems(error) }
  }
}
