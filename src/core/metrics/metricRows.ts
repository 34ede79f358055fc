import type { Task } from '../dataset/table.ts'

export interface InBothLanguages {
  readonly en: string
  readonly zh: string
}

/** What is known of any score. */
export interface Metric {
  /** As in `Scores`, in files and in the database. */
  readonly name: string
  /** In plain words, for headings. */
  readonly title: string
  readonly tasks: readonly Task[]
  readonly isGreaterBetter: boolean
  /** A share of rows, shown in percent. */
  readonly isFraction: boolean
  /** Has no upper end: how far one is from another can only be said relative to them. */
  readonly isUnbounded?: true
  /** Says how rows are ordered or spread: of a single row it is undefined, whatever it is. */
  readonly needsSeveralRows?: true
  /** Is about one of two classes, the positive one. */
  readonly ofPositiveClass?: true
  /** The score that this one is with every row counted by its weight (scikit-learn's `sample_weight`). */
  readonly weightedFrom?: string
}

/** Every fact about one score. Adding a score means adding its row, and computing it in `scoreBinary` and its kin. */
export interface MetricRow extends Metric {
  /** Its short name on the page. */
  readonly label: InBothLanguages
  /** What it is, in a sentence. A score put together from those of classes has none: it is that of one class, averaged. */
  readonly about?: InBothLanguages
}

const BINARY: readonly Task[] = ['binary']
const MULTICLASS: readonly Task[] = ['multiclass']
const CLASSES: readonly Task[] = ['binary', 'multiclass']
const REGRESSION: readonly Task[] = ['regression']

const share = { isGreaterBetter: true, isFraction: true } as const
const degree = { isGreaterBetter: true, isFraction: false } as const
const loss = { isGreaterBetter: false, isFraction: false } as const
const openLoss = { ...loss, isUnbounded: true } as const

/** Every score of every task, in the order in which they are shown. */
export const METRICS: readonly MetricRow[] = [
  {
    name: 'accuracy',
    title: 'accuracy',
    tasks: CLASSES,
    ...share,
    label: { en: 'Accuracy', zh: '准确率' },
    about: {
      en: 'Share of rows that are predicted right.',
      zh: '预测正确的行所占的比例。',
    },
  },
  {
    name: 'balancedAccuracy',
    title: 'balanced accuracy',
    tasks: CLASSES,
    ...share,
    label: { en: 'Balanced accuracy', zh: '平衡准确率' },
    about: {
      en: 'Mean recall of the classes: a large class counts no more than a small one.',
      zh: '各类别召回率的均值：大类别并不比小类别更重要。',
    },
  },
  {
    name: 'precision',
    title: 'precision',
    tasks: BINARY,
    ...share,
    ofPositiveClass: true,
    label: { en: 'Precision', zh: '精确率' },
    about: {
      en: 'Of the rows predicted positive, the share that are.',
      zh: '在预测为正类的行中，确为正类的比例。',
    },
  },
  {
    name: 'recall',
    title: 'recall',
    tasks: BINARY,
    ...share,
    ofPositiveClass: true,
    label: { en: 'Recall', zh: '召回率' },
    about: {
      en: 'Of the positive rows, the share that is found.',
      zh: '在正类的行中，被找出的比例。',
    },
  },
  {
    name: 'f1',
    title: 'F1',
    tasks: BINARY,
    ...share,
    ofPositiveClass: true,
    label: { en: 'F1', zh: 'F1' },
    about: {
      en: 'Harmonic mean of precision and recall: high only where both are.',
      zh: '精确率与召回率的调和平均：两者都高时才高。',
    },
  },
  {
    name: 'rocAuc',
    title: 'area under the ROC curve',
    tasks: BINARY,
    ...degree,
    needsSeveralRows: true,
    label: { en: 'AUC', zh: 'AUC' },
    about: {
      en: 'Chance that a positive row scores above a negative one. 0.5 is guessing, 1 is perfect.',
      zh: '正类的行得分高于负类的行的概率。0.5 等于猜测，1 为完美。',
    },
  },
  {
    name: 'averagePrecision',
    title: 'average precision',
    tasks: BINARY,
    ...degree,
    ofPositiveClass: true,
    label: { en: 'Average precision', zh: '平均精确率' },
    about: {
      en: 'Area under the precision–recall curve. Guessing gives the share of positive rows.',
      zh: '精确率–召回率曲线下的面积。猜测得到正类行的比例。',
    },
  },
  {
    name: 'logLoss',
    title: 'log loss',
    tasks: CLASSES,
    ...openLoss,
    label: { en: 'Log loss', zh: '对数损失' },
    about: {
      en: 'Mean of −log of the probability given to the true class: confident errors weigh most. Lower is better.',
      zh: '赋予真实类别的概率取 −log 的均值：自信的错误权重最大。越低越好。',
    },
  },
  {
    name: 'brier',
    title: 'Brier score',
    tasks: BINARY,
    ...loss,
    label: { en: 'Brier score', zh: 'Brier 分数' },
    about: {
      en: 'Mean squared difference of probability and truth. Lower is better.',
      zh: '概率与真值之差的平方的均值。越低越好。',
    },
  },
  {
    name: 'mcc',
    title: "Matthews' correlation",
    tasks: CLASSES,
    ...degree,
    label: { en: 'MCC', zh: 'MCC' },
    about: {
      en: 'Correlation of prediction and truth, −1 to 1. 0 is guessing, however large the classes are.',
      zh: '预测与真值的相关，−1 到 1。无论类别大小，0 等于猜测。',
    },
  },
  {
    name: 'kappa',
    title: "Cohen's kappa",
    tasks: BINARY,
    ...degree,
    label: { en: 'Kappa', zh: 'Kappa' },
    about: {
      en: 'Agreement beyond chance. 0 is chance, 1 is perfect.',
      zh: '超出偶然的一致程度。0 为偶然，1 为完美。',
    },
  },
  {
    name: 'f1Macro',
    title: 'F1, mean over classes',
    tasks: MULTICLASS,
    ...share,
    label: { en: 'F1, macro', zh: 'F1（宏平均）' },
  },
  {
    name: 'f1Weighted',
    title: 'F1, weighted by class size',
    tasks: MULTICLASS,
    ...share,
    label: { en: 'F1, weighted', zh: 'F1（加权）' },
  },
  {
    name: 'precisionMacro',
    title: 'precision, mean over classes',
    tasks: MULTICLASS,
    ...share,
    label: { en: 'Precision, macro', zh: '精确率（宏平均）' },
  },
  {
    name: 'recallMacro',
    title: 'recall, mean over classes',
    tasks: MULTICLASS,
    ...share,
    label: { en: 'Recall, macro', zh: '召回率（宏平均）' },
  },
  {
    name: 'rocAucOvrMacro',
    title: 'area under the ROC curve, each class against the rest',
    tasks: MULTICLASS,
    ...degree,
    needsSeveralRows: true,
    label: { en: 'AUC, one against rest', zh: 'AUC（一对其余）' },
  },
  {
    name: 'top2',
    title: 'among the two likeliest',
    tasks: MULTICLASS,
    ...share,
    label: { en: 'Top 2', zh: '前二命中' },
    about: {
      en: 'Share of rows whose class is among the two likeliest.',
      zh: '真实类别位于最可能的两个类别之中的行的比例。',
    },
  },
  {
    name: 'meanSquaredError',
    title: 'mean squared error',
    tasks: REGRESSION,
    ...openLoss,
    label: { en: 'MSE', zh: 'MSE' },
    about: {
      en: 'Mean squared error: large errors weigh most. Lower is better.',
      zh: '误差平方的均值：大误差权重最大。越低越好。',
    },
  },
  {
    name: 'rootMeanSquaredError',
    title: 'root mean squared error',
    tasks: REGRESSION,
    ...openLoss,
    label: { en: 'RMSE', zh: 'RMSE' },
    about: {
      en: 'Root of the mean squared error, in the unit of the target. Lower is better.',
      zh: '均方误差的平方根，单位与目标相同。越低越好。',
    },
  },
  {
    name: 'meanAbsoluteError',
    title: 'mean absolute error',
    tasks: REGRESSION,
    ...openLoss,
    label: { en: 'MAE', zh: 'MAE' },
    about: {
      en: 'Mean size of the errors, in the unit of the target. Lower is better.',
      zh: '误差大小的均值，单位与目标相同。越低越好。',
    },
  },
  {
    name: 'r2',
    title: 'R²',
    tasks: REGRESSION,
    ...degree,
    needsSeveralRows: true,
    label: { en: 'R²', zh: 'R²' },
    about: {
      en: 'Share of the variance of the target that is explained. 0 is predicting the mean, 1 is perfect.',
      zh: '目标方差中被解释的比例。0 等于预测均值，1 为完美。',
    },
  },
  {
    name: 'medianAbsoluteError',
    title: 'median absolute error',
    tasks: REGRESSION,
    ...openLoss,
    label: { en: 'Median absolute error', zh: '绝对误差中位数' },
    about: {
      en: 'Half of the errors are smaller. A few large errors do not move it.',
      zh: '一半的误差比它小。少数大误差不影响它。',
    },
  },
  {
    name: 'explainedVariance',
    title: 'explained variance',
    tasks: REGRESSION,
    ...degree,
    needsSeveralRows: true,
    label: { en: 'Explained variance', zh: '解释方差' },
    about: {
      en: 'As R², but a constant error does not count.',
      zh: '同 R²，但不计恒定的误差。',
    },
  },
]
