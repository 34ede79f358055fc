import { computed, shallowRef, type Ref } from 'vue'
import type { ModelFacts } from '../../../../contract/predictions.ts'

/** What is written beside each prediction. */
export interface PredictOptions {
  /** Chance that an interval or a set holds the truth; absent: there is none. */
  readonly level?: number
  /** Passes of Monte Carlo dropout; absent: none. */
  readonly passes?: number
  readonly copy: readonly string[]
  readonly hasProbabilities: boolean
  readonly hasWarnings: boolean
}

const PASSES_SEED = 0

/** What a person asks for, and what of it the model can give. */
export function predictOptions(facts: Ref<ModelFacts | undefined>) {
  const options = shallowRef<PredictOptions>({ level: 0.9, copy: [], hasProbabilities: true, hasWarnings: true })
  const level = computed(() => ((facts.value?.heldOutRows ?? 0) > 0 ? options.value.level : undefined))
  const passes = computed(() => (facts.value?.mayDiffer === true ? options.value.passes : undefined))
  /** What is asked of every prediction, in the file or typed. */
  const beside = computed(() => ({
    ...(level.value !== undefined && { level: level.value }),
    ...(passes.value !== undefined && { passes: { passes: passes.value, seed: PASSES_SEED } }),
  }))
  return { options, level, beside }
}
