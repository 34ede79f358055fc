import type { DiagnosticSection } from '../diagnostics/diagnostic.ts'
import type { DiagnosticId } from '../diagnostics/diagnosticTable.ts'
import { METRICS } from '../metrics/metrics.ts'
import { ZH_METRICS } from './zhMetrics.ts'

/** Heads, titles and row names that several diagnostics share in Chinese, by their English text. */
const TEXTS: Readonly<Record<string, string>> = {
  truth: '真实',
  class: '类别',
  rows: '行数',
  row: '行',
  precision: '精确率',
  recall: '召回率',
  'recall over folds': '各折召回率',
  'mean of classes': '各类别均值',
  'weighted by rows': '按行数加权',
  'area, mean ± SD of folds': '面积，各折均值 ± 标准差',
  'area, all rows': '面积，全部行',
  'average precision, mean ± SD of folds': '平均精确率，各折均值 ± 标准差',
  'all rows': '全部行',
  'share of rows': '行的比例',
  rule: '规则',
  threshold: '阈值',
  score: '得分',
  'on the same rows': '在同一批行上',
  'by fold': '按折',
  'cross-fitted': '交叉拟合',
  'one half': '二分之一',
  'best F1': '最大 F1',
  'best Youden’s J': '最大约登指数',
  'lowest cost': '最低成本',
  'Brier score': 'Brier 分数',
  'calibration part': '校准部分',
  'refinement part': '区分部分',
  'expected calibration error': '期望校准误差',
  'Rows that most of the models get wrong': '大多数模型都预测错误的行',
  'wrong for': '预测错误的模型',
  wrong: '错误',
  'probability of the truth, or size of the error': '真实类别的概率，或误差大小',
  'label may be wrong': '标签可能有误',
  'rows with': '行的条件',
  'mean absolute error': '平均绝对误差',
  'all others': '其余所有行',
  'adjusted p': '校正后 p',
  column: '列',
  layer: '层',
  units: '单元数',
  'mean norm': '平均范数',
  'largest norm': '最大范数',
  bound: '上限',
  'units at it': '达到上限的单元',
  'units without use': '无作用的单元',
  'last epoch': '最后一轮',
  'since the start': '自初始以来',
  'on training rows': '训练行',
  'on held-out rows': '留出行',
  'part of the training rows': '训练行的比例',
  'likeliest class': '最可能的类别',
  'least expected cost': '期望成本最低',
  number: '数值',
  value: '值',
  'mean residual': '平均残差',
  'standard deviation': '标准差',
  'largest error': '最大误差',
  'mean absolute error in percent of the truth': '平均绝对百分比误差',
  'lower quartile': '下四分位数',
  median: '中位数',
  'upper quartile': '上四分位数',
  skewness: '偏度',
  'excess kurtosis': '超额峰度',
  'Shapiro–Wilk test of normality': 'Shapiro–Wilk 正态性检验',
  'rows within it, folds it was not made from': '落在其中的行（未用于构造它的折）',
  'Youden’s J': '约登指数',
  'mean cost of a row': '每行平均成本',
  'rank correlation of error size and prediction': '误差大小与预测值的秩相关',
}

/** Texts with a part of the data in them. */
const PATTERNS: readonly (readonly [pattern: RegExp, write: (...parts: string[]) => string])[] = [
  [/^predicted (.*)$/s, (label) => `预测为 ${label}`],
  [/^(.*) gets worse by$/s, (metric) => `${zhScore(metric)}变差`],
  [/^(.*) rises by$/s, (metric) => `${zhScore(metric)}上升`],
  [/^half width of a (.*) prediction interval$/, (level) => `${level} 预测区间的半宽`],
  [/^(\d+) rows in all\.$/, (count) => `共 ${count} 行。`],
  [/^(\d+) columns in all\.$/, (count) => `共 ${count} 列。`],
  [/^(.*): (.*) of the residuals’ variance$/s, (column, share) => `${column}：残差方差的 ${share}`],
  [/^(\d+) rows have no value in this column\.$/, (count) => `${count} 行在该列没有值。`],
  [/^The first (\d+) of (\d+) levels, those of most rows\.$/, (shown, of) => `${of} 个取值中行数最多的 ${shown} 个。`],
  [/^The first (\d+) of (\d+) groups\.$/, (shown, of) => `${of} 组中的前 ${shown} 组。`],
  [/^Each column was shuffled (\d+) times in each fold\.$/, (count) => `每列在每折中打乱 ${count} 次。`],
  [/^Mean ± SD over the networks of (\d+) folds\.$/, (count) => `${count} 折的网络的均值 ± 标准差。`],
  [
    /^(\d+) pairs of columns have a rank correlation beyond ±0\.9/,
    (count) =>
      `${count} 对列的秩相关超过 ±0.9：单独打乱时，每列看起来不如合在一起重要。请使用 importance: { correlated: together }。`,
  ],
  [/^Repeat (\d+), fold (\d+) is left out/, (repeat, fold) => `第 ${repeat} 次重复、第 ${fold} 折未计入。`],
]

/** What the words of a section's texts are taken from. */
export type WordedSection = Pick<DiagnosticSection<unknown>, 'inChinese' | 'hasOwnCells'>

/** A text of a diagnostic's table or note in Chinese; names from the data stay. */
export function zhDiagnosticText(text: string, section?: WordedSection): string {
  const own = section?.inChinese.texts ?? {}
  if (Object.hasOwn(own, text)) return own[text]
  if (Object.hasOwn(TEXTS, text)) return TEXTS[text]
  for (const [pattern, write] of PATTERNS) {
    const found = pattern.exec(text)
    if (found) return write(...found.slice(1))
  }
  return zhScore(text)
}

/** A score's Chinese name by its English title; the text itself where it is none. */
function zhScore(title: string): string {
  const metric = METRICS.find((known) => known.title === title)
  return (metric && NAMES[metric.name]) ?? title
}

const NAMES: Readonly<Record<string, string>> = ZH_METRICS

/** Rows that follow those of the classes. */
const MEANS = new Set(['mean of classes', 'weighted by rows'])

/** A cell of a diagnostic's table in Chinese. What the data name, such as a class called “wrong”, stays. */
export function zhDiagnosticCell(
  id: DiagnosticId,
  section: WordedSection | undefined,
  text: string,
  column: number,
): string {
  if (section?.hasOwnCells || (id === 'perClass' && column === 0 && MEANS.has(text)))
    return zhDiagnosticText(text, section)
  return id === 'hardRows' && text === 'yes' ? '是' : text
}
