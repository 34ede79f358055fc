import { useI18n } from '../../i18n/useI18n.ts'
import type { HistoryValue } from '../../../../contract/history.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useMetricText } from '../../composables/useMetricText.ts'

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
  /** What a field's numbers are multiplied with to be shown: 100 for shares, which are shown in percent. */
  function fieldUnit(field: string): number {
    return field.startsWith('metric.') ? metric.unit(field.slice('metric.'.length)) : 1
  }
  /** `layers.dropout1.rate` is “dropout1 · Rate”; a `type` is named by what it is the type of. */
  function settingName(field: string): string {
    const path = field.replace(/^(hyperparameter|setting)\./, '').replace(/^(training|layers)\./, '')
    const parts = path.replace(/\.type$/, '').split('.')
    return parts.map(partName).join(' · ')
  }
  function partName(part: string): string {
    const [, layer] = /^layers\[(\d+)\]$/.exec(part) ?? []
    if (layer !== undefined) return t('history.setting.layer', { n: Number(layer) + 1 })
    if (te(`fields.label.${part}`)) return t(`fields.label.${part}`)
    return te(`history.setting.${part}`) ? t(`history.setting.${part}`) : part
  }
  /** A name without what it is a part of, where no other of `fields` ends alike. */
  function shortName(field: string, fields: readonly string[]): string {
    const lastOf = (name: string) => name.split(' · ').at(-1) ?? name
    const name = fieldName(field)
    const isShared = fields.some((other) => other !== field && lastOf(fieldName(other)) === lastOf(name))
    return isShared ? name : lastOf(name)
  }
  function valueText(value: HistoryValue, field = ''): string {
    if (value === null || value === '') return t('history.compare.none')
    if (typeof value === 'boolean') return t(value ? 'common.on' : 'common.off')
    if (field.endsWith('.memoryBytes')) return format.value.bytes(Number(value))
    if (field === 'seconds') return format.value.duration(Number(value) * 1000)
    if (field === 'startedAt') return format.value.dateTime(String(value))
    if (fieldUnit(field) === 100) return `${format.value.short(Number(value) * 100)} %`
    if (field === 'task') return t(`common.task.${String(value)}`)
    if (field === 'status') return t(`common.runState.${String(value)}`)
    if (typeof value === 'number')
      return Number.isInteger(value) ? format.value.count(value) : format.value.short(value)
    if (field.startsWith('setting.') && te(`fields.option.${value}`)) return t(`fields.option.${value}`)
    return value
  }
  return { fieldName, fieldUnit, settingName, shortName, valueText }
}
