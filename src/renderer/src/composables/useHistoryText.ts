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
    return settingName(field.replace(/^(hyperparameter|setting)\./, ''))
  }
  /** `layers[1].rate` is “Rate, layer 2”; a known name alone is translated. */
  function settingName(path: string): string {
    const parts = path.replace(/^training\./, '').split('.')
    const last = parts.at(-1) ?? path
    const own = te(`fields.label.${last}`) ? t(`fields.label.${last}`) : last
    const layer = /^layers\[(\d+)\]/.exec(path)
    if (layer)
      return `${String(Number(layer[1]) + 1)} · ${parts.length > 2 ? `${parts.slice(1, -1).join(' ')} ` : ''}${own}`
    return parts.length > 1 ? `${parts.slice(0, -1).join(' ')} · ${own}` : own
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
