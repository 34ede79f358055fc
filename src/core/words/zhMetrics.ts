import type { Metric } from '../metrics/metrics.ts'

/** Scores in Chinese, by name. */
export const ZH_METRICS = {
  accuracy: '准确率',
  balancedAccuracy: '平衡准确率',
  precision: '精确率',
  recall: '召回率',
  f1: 'F1',
  rocAuc: 'AUC',
  averagePrecision: '平均精确率',
  logLoss: '对数损失',
  brier: 'Brier 分数',
  mcc: 'MCC',
  kappa: 'Kappa',
  f1Macro: 'F1（宏平均）',
  f1Weighted: 'F1（加权）',
  precisionMacro: '精确率（宏平均）',
  recallMacro: '召回率（宏平均）',
  rocAucOvrMacro: 'AUC（一对其余）',
  top2: '前二命中',
  meanSquaredError: 'MSE',
  rootMeanSquaredError: 'RMSE',
  meanAbsoluteError: 'MAE',
  r2: 'R²',
  medianAbsoluteError: '绝对误差中位数',
  explainedVariance: '解释方差',
  loss: '损失',
}

const NAMES: Readonly<Record<string, string>> = ZH_METRICS

/** A score's title in Chinese, with the class it is about. */
export function zhMetricTitle(
  { name, title, ofPositiveClass, weightedFrom }: Metric,
  positiveClass: string | undefined,
): string {
  const plain = NAMES[weightedFrom ?? name] ?? title
  const ofClass = ofPositiveClass && positiveClass !== undefined ? `${plain}（类别“${positiveClass}”）` : plain
  return weightedFrom === undefined ? ofClass : `${ofClass}（按权重）`
}
