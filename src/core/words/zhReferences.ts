/** Names of reference models in Chinese, by their English name. */
export const ZH_REFERENCES: Readonly<Record<string, string>> = {
  'Class shares': '类别比例',
  Mean: '均值',
  'Last value': '上一个值',
  'Logistic regression': '逻辑回归',
  'Ridge regression': '岭回归',
  'Nearest neighbours': '最近邻',
  'Random forest': '随机森林',
  'Gradient boosting': '梯度提升',
}
