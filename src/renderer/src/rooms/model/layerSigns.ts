import { Activity, ChartNoAxesColumn, Rows3, Waves } from '@lucide/vue'
import type { Component } from 'vue'
import type { LayerType } from '../../../../core/model/modelSpec.ts'
import IconDense from '../../ui/icons/IconDense.vue'
import IconDropout from '../../ui/icons/IconDropout.vue'
import IconOutput from '../../ui/icons/IconOutput.vue'

interface LayerSign {
  readonly icon: Component
  /** Drawn with a dashed plate: it drops values while training. */
  readonly drops?: true
}

/** How each type of layer is shown. Its line of text is in `useLayerText`, its name in the words of fields. */
export const layerSigns: Readonly<Record<LayerType, LayerSign>> = {
  dense: { icon: IconDense },
  dropout: { icon: IconDropout, drops: true },
  gaussianDropout: { icon: IconDropout, drops: true },
  alphaDropout: { icon: IconDropout, drops: true },
  gaussianNoise: { icon: Waves },
  batchNormalization: { icon: ChartNoAxesColumn },
  layerNormalization: { icon: Rows3 },
  activation: { icon: Activity },
  output: { icon: IconOutput },
}
