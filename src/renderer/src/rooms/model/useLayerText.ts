import { useI18n } from '../../i18n/useI18n.ts'
import { isRecord, isSweep } from '../../../../core/experiment/file/experimentFile.ts'
import type { WrittenLayer } from '../../../../core/experiment/file/experimentFile.ts'
import { sweepText } from '../../../../core/experiment/sweep/sweepText.ts'
import { layerRow } from '../../../../core/model/layerCatalogue.ts'
import type { Layer } from '../../../../core/model/modelSpec.ts'
import type { Field } from '../../../../core/settings/field.ts'
import { shownLayer } from './layerRows.ts'
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
    const row = shownLayer(spec.type)
    const units = (count: number) => unitsText(count, swept('units'))
    if (row.text) return row.text(spec, { t, swept, units, rate: rateText, option: words.option, classes })
    const numbers = Object.entries<Field>(layerRow(spec.type).fields).filter(([, { kind }]) => kind === 'number')
    return numbers.map(([name]) => `${words.label(name)} ${swept(name) ?? spec[name as keyof Layer]}`).join(', ')
  }
  function unitsText(units: number, swept?: string): string {
    if (swept !== undefined) return t('model.unitsText', { n: swept })
    return t(units === 1 ? 'model.unitText' : 'model.unitsText', { n: format.value.count(units) })
  }
  return layerText
}
