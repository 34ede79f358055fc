import { useI18n } from '../../i18n/useI18n.ts'
import { acceptsNumber } from '../../../../core/settings/acceptsNumber.ts'
import type { NumberField } from '../../../../core/settings/field.ts'

/** The words of the catalogues: names of fields, layers and options, and what a number must be. */
export function useFieldWords() {
  const { t, te } = useI18n()
  const named = (prefix: string, key: string) => (te(`${prefix}.${key}`) ? t(`${prefix}.${key}`) : key)

  /** What is wrong with a number, or nothing. */
  function check(field: NumberField, value: number | undefined): string | undefined {
    if (value === undefined) return t(field.integer ? 'fields.check.whole' : 'fields.check.number')
    if (acceptsNumber(field, value)) return undefined
    const { min, max, above, below } = field
    if (min !== undefined && value < min) return t('fields.check.atLeast', { bound: min })
    if (above !== undefined && value <= above) return t('fields.check.above', { bound: above })
    if (max !== undefined && value > max) return t('fields.check.atMost', { bound: max })
    if (below !== undefined && value >= below) return t('fields.check.below', { bound: below })
    return t('fields.check.whole')
  }
  return {
    label: (name: string) => named('fields.label', name),
    layer: (type: string) => named('fields.layer', type),
    /** Activations keep their names: they are code. */
    option: (value: string) => named('fields.option', value),
    check,
  }
}
