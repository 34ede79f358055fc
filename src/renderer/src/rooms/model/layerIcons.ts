import { Activity, ChartNoAxesColumn, Rows3, Waves } from '@lucide/vue'
import type { Component } from 'vue'
import IconDense from '../../ui/icons/IconDense.vue'
import IconDropout from '../../ui/icons/IconDropout.vue'
import IconOutput from '../../ui/icons/IconOutput.vue'
import type { LayerIcon } from './layerRows.ts'

/** The drawings of the icons that `layerRows.ts` names. */
export const layerIcons: Readonly<Record<LayerIcon, Component>> = {
  dense: IconDense,
  dropout: IconDropout,
  waves: Waves,
  columns: ChartNoAxesColumn,
  rows: Rows3,
  curve: Activity,
  output: IconOutput,
}
