import { zhMetricTitle } from '../../../../core/words/zhMetrics.ts'
import { ZH_REFERENCES } from '../../../../core/words/zhReferences.ts'
import type { ReportWords } from './en.ts'
import { severityOf } from './zhText.ts'

/** A report in Chinese. What the run's document quotes, such as error messages, stays as it is. */
export const ZH_CN: ReportWords = {
  language: 'zh-CN',
  metricTitle: zhMetricTitle,
  loss: '损失',
  interval: (low, high) => `${low} 至 ${high}`,
  intervalHead: '95 % 区间',
  byline: (run, time, data, version) => `运行 ${run}，${time} UTC。${data}。Holdout ${version}。`,
  theData: '数据',
  betweenSentences: '',
  dataLine: (file, { rows, features, target }, count) =>
    `${file}：${count(rows)} 行，${count(features)} 个特征，目标 ${target}`,
  author: (name) => `作者：${name}。`,

  headline: {
    noWholeModel: '没有模型在所有折上都有得分。',
    noModel: '没有模型有得分。',
    reaches: (name, score) => `${name} 达到 ${score}。`,
    better: (name) => `${name} 更好。`,
    best: (name) => `${name} 最好。`,
    same: '实际上相同。',
    noDifference: '很可能没有有意义的差异。',
    cannotTellBetter: '尚无法判断哪个更好。',
    cannotTellBest: '尚无法判断哪个最好。',
    share: (range, title) => `${range} % 的${title}`,
    value: (range, title) => `${title} ${range}`,
    spread: (range, isPoints) => `${range}${isPoints ? ' 个百分点' : ''}（标准差）`,
    foldsDiffer: (folds, spread) => `其 ${String(folds)} 折之间相差 ${spread}。`,
    range: (folds, isByRow, models, scores) =>
      `${folds === 1 ? '在一次划分上' : `在相同的 ${String(folds)} 折${isByRow ? '（每折一行）' : ''}上`}，${String(models)} 个模型达到 ${scores}`,
    sentence: (words) => `${words}。`,
    rangeEnd: (spread) => `，而每个模型各折之间相差 ${spread}`,
    partial: (name, score, folds) => `${name} 只在 ${folds} 上有得分（${score}），不与其他模型一起排名。`,
    partialFolds: ({ scored, planned, diverged }) =>
      `${String(planned)} 折中的 ${String(scored)} 折${diverged > 0 ? `（${String(diverged)} 折发散）` : ''}`,
    undefinedScore: (title, { without, of }, task) =>
      `${title}在${without === of ? '每一折' : `${String(of)} 折中的 ${String(without)} 折`}的留出行上没有定义，例如${task === 'regression' ? '所有行的目标相同' : '其中缺少某个类别的行'}时；这些折不计入。`,
    chance: (label, percent) => `总是回答“${label}”可达到 ${percent} %。`,
    notFinished: (fits, planned) => `运行没有结束：${String(planned)} 次拟合中完成了 ${String(fits)} 次。`,
    diverged: (failed) => `${String(failed)} 次拟合发散，不计入任何得分。`,
    manyComparisons: (count, percent) =>
      `进行 ${String(count)} 次比较时，至少出现一次假阳性的概率为 ${percent} %。请使用校正后的 p 值。`,
    optimistic: (models) =>
      `${String(models)} 个候选中最佳者的得分偏乐观，因为选出它的折也用来给它打分。如需无偏估计，请使用嵌套验证。`,
    nested: (score) => `由内层折选出、在外层折上打分，胜出者达到 ${score}。`,
    constant: ({ name, constant, of }, isRegression) =>
      `${name} 在${constant === of ? '每一折' : `${String(of)} 折中的 ${String(constant)} 折`}对所有留出行都预测${isRegression ? '几乎相同的值' : '同一类别'}：在这些折中它没有从特征中学到任何东西。`,
    corrected: (winner, candidates, naive, corrected, low, high) =>
      `${winner} 是在给它打分的折上从 ${String(candidates)} 个中选出的最佳者：其 ${naive} 在新数据上预计为 ${corrected}（自助法偏差校正，95 % 区间 ${low} 至 ${high}）。`,
  },

  scoring: {
    positive: (label, isRarer) => `精确率、召回率、F1 和平均精确率针对“${label}”${isRarer ? '（较少的类别）' : ''}。`,
    weighted: '标有“按权重”的得分与训练一样按权重计算每一行，并用于排名；其余得分对每一行计一次。',
  },

  heads: {
    model: '模型',
    sd: '各折标准差',
    time: '时间',
    fold: '折',
    repeat: '重复',
    epoch: '轮次',
    column: '列',
  },
  severity: severityOf,
  verdictOf: (kind, first, second) =>
    ({
      firstBetter: `${first} 更好`,
      secondBetter: `${second} 更好`,
      same: '实际上相同',
      noDifference: '很可能没有有意义的差异',
      cannotTell: '尚无法判断',
    })[kind],

  references: {
    nameOf: (name) => ZH_REFERENCES[name] ?? name,
    nameInSentence: (name) => ZH_REFERENCES[name] ?? name,
    nothingShown: (words, numbers) => `这里没有任何模型被证明优于猜测：${words}${numbers}。`,
    sentence: (words, numbers) => `${words}${numbers}。`,
    better: (network, reference) => `${network} 优于${reference}`,
    worse: (reference) => `${reference}优于这里的每个网络`,
    asGood: (reference) => `这里没有网络优于${reference}，二者相当`,
    cannotTell: (reference) => `这里没有网络被证明优于${reference}`,
    numbers: (pair, difference, interval, p) => `（${pair}：${difference}${interval}，校正后 p ${p}）`,
    pair: (network, reference) => `${network} 减去${reference}`,
    unitPoints: (difference) => `${difference} 个百分点`,
    unitOf: (difference, title) => `${title} ${difference}`,
    interval: (low, high) => `，95 % 区间 ${low} 至 ${high}`,
  },
}
