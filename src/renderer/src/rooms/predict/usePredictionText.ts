import type { CellNotice } from '../../../../core/model/noticedCells.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useI18n } from '../../i18n/useI18n.ts'

/** How predictions, ranges and notices of cells are written. */
export function usePredictionText() {
  const { t } = useI18n()
  const format = useFormat()

  const value = (one: string | number | undefined): string => {
    if (one === undefined) return '–'
    return typeof one === 'number' ? format.value.short(one, 6) : one
  }
  /** Low and high of an interval, or the set of classes. */
  const range = (cells: readonly (string | number)[]): string => {
    const [low, high] = cells
    if (cells.length === 2) return t('predict.table.interval', { low: value(low), high: value(high) })
    return low === '' ? t('predict.table.emptySet') : String(low)
  }
  const notice = ({ kind, column, cell }: CellNotice): string =>
    t(`predict.notice.${kind}`, { column, cell: value(cell) })
  return { value, range, notice }
}
