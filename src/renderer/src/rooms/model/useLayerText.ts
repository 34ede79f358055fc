import { useI18n } from '../../i18n/useI18n.ts'
import { isRecord, isSweep } from '../../../../core/experiment/file/experimentFile.ts'
import type { WrittenLayer } from '../../../../core/experiment/file/experimentFile.ts'
import { sweepText } from '../../../../core/experiment/sweep/sweepText.ts'
import type { Layer } from '../../../../core/model/modelSpec.ts'
import { useFieldWords } from './useFieldWords.ts'
import { useFormat } from '../../composables/useFormat.ts'

/** What a layer does, on one line: `60 units, relu, max-norm 3`. */
export function useLayerText() {
  const { t } = useI18n()
  const words = useFieldWords()
  const format = useFormat()

  /**
   * @param written what stands in the file, for its sweeps; `spec` the same complete.
   * @param isInput whether it stands before every layer with weights.
   */
  function layerText(spec: Layer, written: WrittenLayer, isInput: boolean, classes: readonly string[]): string {
    const swept = (name: string) => {
      const value = isRecord(written) ? (written as Record<string, unknown>)[name] : undefined
      return isSweep(value) ? sweepText(value) : undefined
    }
    const rateText = (rate: number) => {
      const key = isInput ? 'model.ofInputs' : 'model.ofUnits'
      const values = swept('rate')
      return values === undefined ? t(key, { rate: format.value.short(rate * 100, 3) }) : t('model.swept', { values })
    }
    switch (spec.type) {
      case 'dense':
        return [unitsText(spec.units, swept('units')), spec.activation, constraintText(spec)].filter(Boolean).join(', ')
      case 'output':
        return classes.length === 0
          ? t('model.outputText', { units: unitsText(spec.units), activation: spec.activation })
          : t('model.outputClasses', {
              units: unitsText(spec.units),
              activation: spec.activation,
              classes: classes.slice(0, 6).join(', '),
            })
      case 'dropout':
      case 'gaussianDropout':
      case 'alphaDropout':
        return rateText(spec.rate)
      case 'gaussianNoise':
        return t('model.noiseText', { value: swept('stddev') ?? spec.stddev })
      case 'activation':
        return spec.activation
      case 'batchNormalization':
        return t('model.momentumText', { value: swept('momentum') ?? spec.momentum })
      case 'layerNormalization':
        return t('model.epsilonText', { value: swept('epsilon') ?? spec.epsilon })
    }
  }
  function unitsText(units: number, swept?: string): string {
    if (swept !== undefined) return t('model.unitsText', { n: swept })
    return t(units === 1 ? 'model.unitText' : 'model.unitsText', { n: format.value.count(units) })
  }
  function constraintText(spec: Extract<Layer, { type: 'dense' }>): string {
    const constraint = spec.kernelConstraint
    if (!constraint) return ''
    const norm = words.option(constraint.type)
    return 'maxValue' in constraint ? t('model.normText', { norm, value: constraint.maxValue }) : norm
  }
  return layerText
}
