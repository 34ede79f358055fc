import type { CandidateDiagnosis } from '../../../../contract/diagnostics.ts'
import type { Figure } from '../../../../core/figures/figure.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useI18n } from '../../i18n/useI18n.ts'
import { useDiagnoseStore } from './diagnoseStore.ts'
import { pointAt } from './matrixAt.ts'

/** What stands for the threshold in a figure. */
export type ThresholdMark = Pick<Figure, 'series' | 'marks'>

/** Where the threshold lies in the figures of a diagnostic: on the axis of scores a line, on the ROC and precision–recall curves a point. */
export function useThresholdOf(): (id: string) => ThresholdMark | undefined {
  const store = useDiagnoseStore()
  const { t } = useI18n()
  const format = useFormat()

  function pointOn(id: string, { thresholds, scores }: Points, threshold: number): ThresholdMark {
    const at = pointAt({ thresholds }, threshold)
    const score = (name: 'recall' | 'specificity' | 'precision') => scores[name].mean[at] ?? NaN
    const [x, y] =
      id === 'rocCurve' ? [1 - score('specificity'), score('recall')] : [score('recall'), score('precision')]
    const name = t('diagnose.figure.atThreshold', { value: format.value.short(threshold, 3) })
    return { series: [{ name, style: 3, kind: 'points', role: 'main', x: [x], y: [y] }] }
  }
  return (id) => {
    const points = store.own?.results.operatingPoints
    if (store.threshold === undefined || !points) return undefined
    if (id === 'scoreHistogram' || id === 'operatingPoints')
      return { series: [], marks: [{ at: store.threshold, axis: 'x', label: t('diagnose.threshold.title') }] }
    return id === 'rocCurve' || id === 'precisionRecallCurve' ? pointOn(id, points, store.threshold) : undefined
  }
}

type Points = NonNullable<CandidateDiagnosis['results']['operatingPoints']>
