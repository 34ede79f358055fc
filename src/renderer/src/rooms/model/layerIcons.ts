import { Activity, ChartNoAxesColumn, Rows3, Waves } from '@lucide/vue'
import type { Component } from 'vue'
import type { LayerType } from '../../../../core/model/modelSpec.ts'
import IconDense from '../../ui/icons/IconDense.vue'
import IconDropout from '../../ui/icons/IconDropout.vue'
import IconOutput from '../../ui/icons/IconOutput.vue'

/** The sign of each kind of layer. */
export const layerIcons: Readonly<Record<LayerType, Component>> = {
  dense: IconDense,
  dropout: IconDropout,
  gaussianDropout: IconDropout,
  alphaDropout: IconDropout,
  gaussianNoise: Waves,
  batchNormalization: ChartNoAxesColumn,
  layerNormalization: Rows3,
  activation: Activity,
  output: IconOutput,
}
