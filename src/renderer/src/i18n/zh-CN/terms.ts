import { metricTexts } from '../../../../core/metrics/metrics.ts'
import type en from '../en/terms.ts'

const messages: typeof en = {
  title: '术语',
  about: {
    ...metricTexts('zh'),
    specificity: '在负类的行中，被预测为负类的比例。',
    macro: '各类别的均值，每个类别同等重要。',
    weighted: '各类别的均值，按行数加权。',
    loss: '训练所最小化的量。越低越好。',
    residual: '真值减预测值。均值偏离 0 说明有偏差。',
    youden: '召回率 + 特异度 − 1。',
    heldOut: '既未用于训练模型、也未用于为模型作任何选择的行。',
    std: '分数在各折之间的标准差。',
    interval: '在 95 % 水平上与这些折相容的取值范围。',
    better: '领先幅度超出等同区间的概率不低于 95 %，且校正 t 检验 p < 0.05。',
    same: '差值位于等同区间内的概率不低于 95 %。',
    noDifference: '差值位于等同区间内的概率不低于 75 %。',
    cannotTell: '其他结论均不成立：需要更多重复或更多的行。',
    zone: '小到无关紧要的差别：0 到 1 之间的分数为 0.01（一个百分点），其余为均值的 1 %。',
    tTest: '因各折共用训练行而放大方差的 t 检验（Nadeau 与 Bengio）。通常的 t 检验过于频繁地发现差别。',
    adjusted: '按比较次数放大的 p 值：比较一多，总有一些因偶然而显得不同。',
  },
  name: {
    heldOut: '留出行',
    zone: '等同区间（ROPE）',
    tTest: '校正 t 检验',
    adjusted: '校正后的 p',
    macro: '宏平均',
    weighted: '加权平均',
    residual: '残差',
    youden: '约登指数 J',
    std: '标准差',
    interval: '95 % 区间',
  },
}
export default messages
