import { count, decimals } from '../formatNumbers.ts'
import { ZH_CHECKS, ZH_SEVERITIES } from '../../../../core/words/zhChecks.ts'
import { ZH_LEDGER_KINDS } from '../../../../core/words/zhLedger.ts'
import { zhMetricTitle } from '../../../../core/words/zhMetrics.ts'
import { ZH_REFERENCES } from '../../../../core/words/zhReferences.ts'
import { ZH_FINDINGS } from '../../../../core/words/zhFindings.ts'
import { ZH_FIXES } from '../../../../core/words/zhFixes.ts'
import { zhDiagnosticText } from '../../../../core/words/zhDiagnostics.ts'
import { sectionInChinese } from './diagnosisWords.ts'
import type { ReportWords } from './en.ts'

function severityOf(severity: string): string {
  return textOf(ZH_SEVERITIES, severity) ?? severity
}

function textOf<T>(texts: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(texts, key) ? texts[key] : undefined
}

/** A sentence with the parts of the evidence in place of their names. */
function filled(sentence: string, parts: Readonly<Record<string, number | string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (name, key: string) => {
    const part = textOf(parts, key)
    if (key === 'share' && typeof part === 'number') return `${decimals(100 * part, 1)} %`
    if (typeof part === 'number') return Number.isInteger(part) ? count(part) : decimals(part, 3)
    return part ?? name
  })
}

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
  },

  scoring: {
    positive: (label, isRarer) => `精确率、召回率、F1 和平均精确率针对“${label}”${isRarer ? '（较少的类别）' : ''}。`,
    weighted: '标有“按权重”的得分与训练一样按权重计算每一行，并用于排名；其余得分对每一行计一次。',
  },

  scores: {
    model: '模型',
    sd: '各折标准差',
    sampleSd: '样本标准差',
    parameters: '参数',
    time: '时间',
    note: '留出折的均值。各折标准差：总体标准差，与 numpy 的 std() 相同；样本标准差：除以 n − 1。',
    method: (method) =>
      `区间：${method === "Student's t, corrected for resampling" ? '学生 t 分布，按重采样校正' : method}。`,
    noInterval: '没有区间：至少需要两折。',
    timeNote: '时间：在训练进程中所占的份额；一起训练的拟合共享时间。',
    diverged: (failed, fits) => `${String(fits)} 次拟合中有 ${String(failed)} 次发散`,
    best: (shown, of) => `${String(of)} 个中最好的 ${String(shown)} 个，最好的在前；全部见附录。`,
    figure: (title) => `图 1. 各折的留出${title}，均值（竖条）与一个标准差（横线）。相同的得分叠放。`,
    figureSome: (shown, of) => `${String(of)} 个中最好的 ${String(shown)} 个。`,
    figureLabel: (title, names) => `${names} 各折的留出${title}`,
  },

  references: {
    title: '网络值得用吗？',
    model: '参考模型',
    minus: (name) => `${name ?? '网络'} 减去它`,
    adjustedP: '校正后 p',
    networkBetter: '网络更好',
    verdict: '结论',
    leftOut: (reason) => `未计算。${reason}`,
    note: '与网络使用相同的折、训练行和目标。类别比例与均值：不用任何特征的预测。逻辑回归和岭回归：惩罚系数为 1，求解至收敛。最近邻：最近的五个。随机森林和梯度提升：Yggdrasil Decision Forests 的默认设置；类别和缺失单元格保持原样。校正后 p：重采样校正的 t 检验，按参考模型的个数校正（Holm）。',
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

  comparisons: {
    title: '差异是真实的吗？',
    nothing: '两个模型共有的折少于两个：无法检验。',
    pair: '模型对',
    pairOf: (first, second) => `${first}、${second}`,
    points: '百分点',
    difference: '差异',
    p: 'p',
    adjustedP: '校正后 p',
    first: '前者',
    equal: '相同',
    second: '后者',
    verdict: '结论',
    verdictOf: (kind, first, second) =>
      ({
        firstBetter: `${first} 更好`,
        secondBetter: `${second} 更好`,
        same: '实际上相同',
        noDifference: '很可能没有有意义的差异',
        cannotTell: '尚无法判断',
      })[kind],
    some: (shown, of) => `${String(of)} 次比较中的前 ${String(shown)} 次。`,
    note: (folds, comparisons, zone) =>
      `基于 ${String(folds)} 个共有的折。p：重采样校正的 t 检验（Nadeau 和 Bengio），按 ${String(comparisons)} 次比较用 Holm 方法校正。前者、相同、后者：前者或后者更好、或二者相差不超过 ±${zone} 的概率（贝叶斯相关 t 检验，Benavoli 等）。达到 95 % 时，称二者实际上相同；或在校正后 p 也低于 0.05 时称其中一个更好。“相同”达到 75 % 时：很可能没有有意义的差异。`,
    zone: (points) => `${points} 个百分点`,
    noInterval: '所有折的差异完全相同时没有区间：这不能说明其他折会相差多少。',
    settling: (first, second, percent, most, range) =>
      `总共最多 ${String(most)} 次重复能判定 ${first} 与 ${second} 的概率为 ${percent} %${range}。要更确定，需要更多行。`,
    settlingRange: (range) => `；若能判定，十次中有八次需要 ${range} 次`,
    lessThanOne: '不到 1',
  },

  optimism: {
    title: '挑选最佳者的代价是什么？',
    estimate: (winner, candidates) => `${winner}（${String(candidates)} 个中最佳）的估计`,
    change: '变化',
    from: '来源',
    naive: '各折均值',
    naiveFrom: '选出它的折也用来给它打分。',
    tibshirani: 'Tibshirani 和 Tibshirani',
    tibshiraniFrom: '各折的最佳者在该折上领先它多少；折较小时会扣除过多。',
    bootstrap: '自助法偏差校正',
    bootstrapFrom: (samples) => `在有放回抽取的行上选择，在其余行上打分，共 ${String(samples)} 次。`,
    label: (title, winner) => `${winner} 在新数据上的${title}的估计`,
    note: 'Tibshirani 和 Tibshirani（2009）；Tsamardinos、Greasidou 和 Borboudakis（2018）。不需要重新训练。',
    nested: '嵌套方案会重新训练，不依赖这些假设来估计。',
    sentence: (winner, candidates, naive, corrected, low, high) =>
      `${winner} 是在给它打分的折上从 ${String(candidates)} 个中选出的最佳者：其 ${naive} 在新数据上预计为 ${corrected}（自助法偏差校正，95 % 区间 ${low} 至 ${high}）。`,
  },

  effects: {
    title: '每个设置改变了什么？',
    setting: '设置',
    candidates: '候选数',
    change: '变化',
    readsAs: '含义',
    baseline: '比较基准',
    difference: '有差异',
    noise: '在噪声之内',
    note: '每个取值与该设置的第一个取值比较，其他设置相同：逐折对所有设置做最小二乘拟合。区间考虑了各折（它们共享训练行）以及碰巧尝试的候选。这是对好坏设置的平均，对最佳设置不一定成立。只有一个种子：换一个种子，单个网络的变化比大多数设置带来的更大。',
    axis: (title, isPoints) => `${title}的变化${isPoints ? '（百分点）' : ''}`,
    label: (axis) => `${axis}：每个取值相对第一个取值，附 95 % 区间`,
    together: '哪些设置共同起作用？',
    none: (pairs) => `没有发现交互作用：在 ${String(pairs)} 对取值中，一个设置的效果对另一个的依赖没有超出各折的噪声。`,
    settings: '设置对',
    beyond: '超出两者之和',
    adjustedP: '校正后 p',
    some: (shown, of) => `${String(of)} 对中的前 ${String(shown)} 对。`,
    togetherNote: (pairs) =>
      `去除所有设置各自的作用之后，两个取值一起带来的变化超出各自单独变化之和的部分。对各折和各候选的 t 检验，按 ${String(pairs)} 对取值用 Holm 方法校正。`,
  },

  curves: {
    title: '学习过程',
    note: '细线：各折，留出行。粗线：其均值。灰色虚线：训练行上各折的均值（每轮内的滑动均值）。未平滑。远高于所有均值的折会超出损失轴。',
    epoch: '轮次',
    training: (heading) => `${heading}，训练`,
    heldOut: (heading) => `${heading}，留出`,
    label: (name, title) => `${name}：${title}随轮次变化，训练与留出`,
  },

  folds: {
    title: '逐折得分',
    fold: '折',
    repeatFold: '重复.折',
    diverged: '发散',
    note: (heading) => `留出行上的${heading}。`,
  },

  metrics: {
    title: '全部得分',
    score: '得分',
    note: '各折均值 ± 总体标准差。短横线：在任何折中都没有定义。',
  },

  diverged: {
    title: '发散的拟合',
    repeat: '重复',
    outer: '所在外层折',
    learningRate: '学习率',
    some: (shown, of) => `${String(of)} 次中的前 ${String(shown)} 次。`,
    note: '其损失变为无穷或不是数。它们计为失败，不计入上面的任何均值。',
  },

  checks: {
    title: '检查',
    check: '检查项',
    found: '发现了什么，以及怎么做',
    none: '没有检查发现问题。',
    silenced: (codes) => `已静音：${codes}。`,
    severity: severityOf,
    text: ({ code, title }) => {
      const known = textOf(ZH_CHECKS, code)
      return known ? `${known.title}。${known.advice}` : title
    },
  },

  diagnoses: {
    title: '模型在哪里出错',
    threshold: (name, value) => `${name}：选定并随运行保存的阈值为 ${value}。各类别的计数和得分均按此阈值。`,
    note: '所有数字均来自留出行。',
    section: sectionInChinese,
    unavailable: zhDiagnosticText,
  },

  data: {
    title: '数据',
    file: '文件',
    rows: '行数',
    features: '特征',
    target: '目标',
    classes: '类别',
    findings: '训练前检查的发现',
    kind: '程度',
    column: '列',
    found: '发现',
    fix: '如何解决',
    table: '整个表',
    wholeFile: '整个文件',
    severity: severityOf,
    finding: ({ kind, column = '', evidence }) => filled(ZH_FINDINGS[kind].why, { column, ...evidence }),
    fixOf: ({ kind }) => ZH_FIXES[kind],
    ledger: '导入记录',
    noChanges: '导入没有做任何更改。',
    count: '数量',
    changed: '更改或推断的内容',
    lines: '行号（最多五个）',
    entry: ({ kind, message }) => textOf(ZH_LEDGER_KINDS, kind) ?? message,
  },

  method: {
    title: '如何完成',
    text: '凡是从数据中学习的步骤（填补缺失、缩放、编码、类别权重、早停），都只在各折的训练行上拟合。所有模型使用相同的折。',
    backend: '后端',
    threads: '线程',
    threadsOf: (within, between) => `运算内 ${String(within)} 个，运算间 ${String(between)} 个`,
    seed: '种子',
    overrides: '本次运行的设定',
    place: '训练地点',
    partsOf: (parts, nodes, losses) =>
      `${String(parts)} 个部分${nodes.length > 0 ? `，位于 ${nodes.join('、')}` : ''}${losses > 0 ? `，其中 ${String(losses)} 次因训练进程或节点丢失而重新训练` : ''}`,
    agreed: { now: '本人同意将数据集复制到该处', earlier: '本人此前已同意将数据集复制到该处' },
    machine: '机器',
    machineOf: (cpu, cores, memory) => `${cpu}，${String(cores)} 核，${memory} GiB`,
    system: '系统',
    learned: '从每一列学到的内容',
    fill: '填补值',
    center: '中心',
    scale: '尺度',
    levels: '训练行中的取值',
    levelsOf: (levels, all) => `${String(all)} 个中的 ${levels} 个`,
    learnedNote: (splits) => `${String(splits)} 次划分中的最低至最高值，均只从该划分的训练行学得。`,
    learnedSome: (shown, of) => `${String(of)} 列中的前 ${String(shown)} 列。`,
    proof: '“holdout runs verify RUN --fit-scope”会从数据重新计算，并证明没有留出行参与。',
  },

  experiment: {
    title: '再次运行',
    text: '将以下内容存为文件，与数据放在一起，交给“holdout run”。',
    label: '实验文件',
  },

  appendix: {
    title: '附录',
    allCandidates: '全部候选',
    fingerprints: '指纹',
    dataHash: '数据的 SHA-256',
    prepared: '每一折的预处理',
    trainRows: '训练行',
    testRows: '留出行',
    filled: '填补的单元格',
    unseen: '未见过的类别',
    fingerprint: '拟合内容的指纹',
    some: (shown, of) => `${String(of)} 次划分中的前 ${String(shown)} 次。`,
  },
}
