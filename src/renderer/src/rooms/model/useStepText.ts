import { useI18n } from '../../i18n/useI18n.ts'
import type { Step } from './step.ts'

/** The name of a change, as undo shows it: `max-norm 3`. */
export function useStepText(): (step: Step) => string {
  const { t, te } = useI18n()
  const named = (prefix: string, key: string) => (te(`${prefix}.${key}`) ? t(`${prefix}.${key}`) : key)
  const valueText = (value: string | number | boolean | undefined) => {
    if (typeof value === 'boolean') return t(value ? 'common.on' : 'common.off')
    return typeof value === 'string' ? named('fields.option', value) : value
  }
  return (step) => {
    switch (step.kind) {
      case 'set':
        return [named('fields.label', step.field), valueText(step.value)].filter((part) => part !== undefined).join(' ')
      case 'addLayer':
      case 'removeLayer':
      case 'moveLayer':
      case 'duplicateLayer':
        return t(`model.step.${step.kind}`, { layer: named('fields.layer', step.layer) })
      case 'addModel':
      case 'removeModel':
      case 'duplicateModel':
      case 'renameModel':
      case 'moveModel':
        return t(`model.step.${step.kind}`, { name: step.name })
      case 'advice':
        return t('model.step.advice')
      case 'text':
        return t('model.step.text')
      case 'rename':
        return t('model.step.rename')
      case 'data':
        return step.what
      case 'reading':
        return step.what ?? t('data.dialect.label')
    }
  }
}
