import { useI18n } from 'vue-i18n'
import type { HistoryValue } from '../../../contract/history.ts'
import { useFormat } from './useFormat.ts'
import { useMetricText } from './useMetricText.ts'

/** Names of the history's columns and settings, and their values, as people read them. */
export function useHistoryText() {
  const { t, te } = useI18n()
  const format = useFormat()
  const metric = useMetricText()

  function fieldName(field: string): string {
    if (field.startsWith('metric.')) return metric.name(field.slice('metric.'.length))
    if (te(`history.field.${field}`)) return t(`history.field.${field}`)
    return settingName(field)
  }
  /** `layers.dropout1.rate` is “dropout1 · Rate”; a `type` is named by what it is the type of. */
  function settingName(field: string): string {
    const path = field.replace(/^(hyperparameter|setting)\./, '').replace(/^(training|layers)\./, '')
    const parts = path.replace(/\.type$/, '').split('.')
    return parts.map((part) => (te(`fields.label.${part}`) ? t(`fields.label.${part}`) : part)).join(' · ')
  }
  function valueText(value: HistoryValue, field = ''): string {
    if (value === null || value === '') return t('history.compare.none')
    if (typeof value === 'boolean') return t(value ? 'common.on' : 'common.off')
    if (field === 'seconds') return format.value.duration(Number(value) * 1000)
    if (field === 'startedAt') return format.value.dateTime(String(value))
    if (field === 'task') return t(`common.task.${String(value)}`)
    if (field === 'status') return t(`common.runState.${String(value)}`)
    if (typeof value === 'number')
      return Number.isInteger(value) ? format.value.count(value) : format.value.short(value)
    return value
  }
  return { fieldName, settingName, valueText }
}
