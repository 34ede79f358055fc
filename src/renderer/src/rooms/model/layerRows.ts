import type { DenseLayer } from '../../../../core/model/layers/dense.ts'
import type { Layer, LayerType } from '../../../../core/model/modelSpec.ts'
import type { Translator } from '../../i18n/translator.ts'

/** Icons of layers; `layerIcons.ts` has their drawings. */
export type LayerIcon = 'dense' | 'dropout' | 'waves' | 'columns' | 'rows' | 'curve' | 'output'

/** What the line on a layer's card is made of. */
export interface CardWords {
  readonly t: Translator['t']
  /** The values that a setting is swept over, where it is. */
  readonly swept: (field: string) => string | undefined
  /** A number of units, or what it is swept over. */
  readonly units: (units: number) => string
  /** The part that is dropped, of inputs or of units, or what it is swept over. */
  readonly rate: (rate: number) => string
  /** The name of a choice. */
  readonly option: (value: string) => string
  /** Classes of the target; none for numbers, or where they are not shown. */
  readonly classes: readonly string[]
}

/** Names in one language: of the layer, and of fields that nothing else has. */
interface LayerWords<Fields extends string> {
  readonly name: string
  readonly fields?: Readonly<Partial<Record<Fields, FieldWords>>>
}
interface FieldWords {
  readonly label?: string
}
/** In another language also what the layer and these fields mean; in English the catalogue says it. */
interface TranslatedWords<Fields extends string> extends LayerWords<Fields> {
  readonly doc: string
  readonly fields?: Readonly<Partial<Record<Fields, FieldWords & { readonly doc?: string }>>>
}

/** How a type of layer is shown. */
export interface LayerRow<L extends Layer = Layer> {
  readonly icon: LayerIcon
  readonly words: {
    readonly en: LayerWords<Exclude<keyof L & string, 'type'>>
    readonly 'zh-CN': TranslatedWords<Exclude<keyof L & string, 'type'>>
  }
  /** The line on its card; its numbers with their names unless given. */
  text?(layer: L, card: CardWords): string
}

/** Every layer as it is shown. */
export const LAYER_ROWS: { readonly [Type in LayerType]: LayerRow<Layer & { readonly type: Type }> } = {
  dense: {
    icon: 'dense',
    words: {
      en: { name: 'Dense' },
      'zh-CN': { name: '全连接', doc: '每个输出都接收所有输入：activation(x · kernel + bias)。' },
    },
    text: (layer, card) =>
      [card.units(layer.units), layer.activation, constraintText(layer, card)].filter(Boolean).join(', '),
  },
  dropout: {
    icon: 'dropout',
    words: {
      en: { name: 'Dropout' },
      'zh-CN': { name: 'Dropout', doc: '训练时随机丢弃部分值并放大其余值。放在最前则丢弃输入。' },
    },
    text: ({ rate }, card) => card.rate(rate),
  },
  gaussianNoise: {
    icon: 'waves',
    words: {
      en: { name: 'Gaussian noise' },
      'zh-CN': { name: '高斯噪声', doc: '训练时加入正态噪声。', fields: { stddev: { doc: '噪声的标准差。' } } },
    },
    text: ({ stddev }, { t, swept }) => t('model.noiseText', { value: swept('stddev') ?? stddev }),
  },
  gaussianDropout: {
    icon: 'dropout',
    words: {
      en: { name: 'Gaussian dropout' },
      'zh-CN': { name: '高斯 Dropout', doc: '训练时乘以均值为 1、方差为 rate / (1 - rate) 的正态噪声。' },
    },
    text: ({ rate }, card) => card.rate(rate),
  },
  alphaDropout: {
    icon: 'dropout',
    words: {
      en: { name: 'Alpha dropout' },
      'zh-CN': { name: 'Alpha Dropout', doc: '保持均值和方差的 dropout；适合 selu。' },
    },
    text: ({ rate }, card) => card.rate(rate),
  },
  batchNormalization: {
    icon: 'columns',
    words: {
      en: { name: 'Batch normalization' },
      'zh-CN': {
        name: '批归一化',
        doc: '按批归一化每个单元；训练后改用滑动平均。',
        fields: { momentum: { doc: '滑动平均的动量。' } },
      },
    },
    text: ({ momentum }, { t, swept }) => t('model.momentumText', { value: swept('momentum') ?? momentum }),
  },
  layerNormalization: {
    icon: 'rows',
    words: {
      en: { name: 'Layer normalization' },
      'zh-CN': { name: '层归一化', doc: '对每一行在其单元上归一化。' },
    },
    text: ({ epsilon }, { t, swept }) => t('model.epsilonText', { value: swept('epsilon') ?? epsilon }),
  },
  activation: {
    icon: 'curve',
    words: {
      en: { name: 'Activation' },
      'zh-CN': { name: '激活', doc: '对每个值应用一个函数。' },
    },
    text: ({ activation }) => activation,
  },
  output: {
    icon: 'output',
    words: {
      en: { name: 'Output' },
      'zh-CN': { name: '输出', doc: '最后一层。单元数和激活函数若不填，由任务决定。' },
    },
    text: (layer, { t, units, classes }) =>
      classes.length === 0
        ? t('model.outputText', { units: units(layer.units), activation: layer.activation })
        : t('model.outputClasses', {
            units: units(layer.units),
            activation: layer.activation,
            classes: classes.slice(0, 6).join(', '),
          }),
  },
}

/** The row of a layer's type. */
export function shownLayer(type: LayerType): LayerRow {
  return LAYER_ROWS[type]
}

function constraintText({ kernelConstraint: constraint }: DenseLayer, { t, option }: CardWords): string {
  if (!constraint) return ''
  const norm = option(constraint.type)
  return 'maxValue' in constraint ? t('model.normText', { norm, value: constraint.maxValue }) : norm
}
