import { computed, ref, shallowRef, type ComputedRef } from 'vue'
import type { Inspection } from '../../../../core/dataset/inspection.ts'
import type { ColumnOrder } from './arrangeColumns.ts'

/** How rows are looked at: sorted by a column, and those that are looked for. Nothing but the grid knows of it. */
export interface GridView {
  readonly sort?: string
  readonly isDescending?: boolean
  readonly filter?: string
}

/** Which columns and rows the room shows. */
export function dataView(inspection: ComputedRef<Inspection | null>) {
  /** Which columns the grid shows: those whose names hold this, in this order. */
  const columnText = ref('')
  const columnOrder = ref<ColumnOrder>('file')
  /** Name of the column whose details are shown. */
  const selected = ref<string>()
  /** Names of columns picked together; empty where one alone is selected. */
  const picked = shallowRef<ReadonlySet<string>>(new Set())
  const gridView = shallowRef<GridView>({})
  /** Rows that the grid shows with it, once that is known. */
  const rowsInView = ref<number>()
  const column = computed(() => inspection.value?.columns.find(({ name }) => name === selected.value))

  /** Shows all of a dataset with these columns. */
  function resetView(names: readonly string[]): void {
    columnText.value = ''
    columnOrder.value = 'file'
    picked.value = new Set()
    gridView.value = {}
    if (selected.value === undefined || !names.includes(selected.value)) selected.value = names[0]
  }

  return { shown: { columnText, columnOrder, selected, picked, gridView, rowsInView, column }, resetView }
}
