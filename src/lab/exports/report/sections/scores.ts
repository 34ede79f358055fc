import { ranked } from '../../../../core/run/compareModels.ts'
import type { Metric } from '../../../../core/metrics/metrics.ts'
import type { ModelDocument } from '../../../../core/run/runDocument.ts'
import { note, numbers } from '../blocks.ts'
import type { Block, Cell, TableBlock } from '../blocks.ts'
import { count, metricHeading, score, seconds } from '../formatNumbers.ts'
import { joined } from '../reportContext.ts'
import type { ReportContext } from '../reportContext.ts'
import { scoringSentences } from '../sentences.ts'
import { dotStrip } from '../svg/dotStrip.ts'
import type { ReportSection } from '../reportSection.ts'

/** Candidates in the table of scores; the appendix has all. */
const MOST_ROWS = 20

/** The ranking metric of every model, with deviations, interval, size and time; below it every fold as a mark. */
export const scoresSection: ReportSection = {
  id: 'scores',
  names: { en: 'Scores with intervals', 'zh-CN': '得分与区间' },
  blocks: scoresBlocks,
}

const EN = {
  sampleSd: 'Sample SD',
  parameters: 'Parameters',
  note: 'Mean over held-out folds. SD of folds: population, as numpy’s std(); sample SD: divisor n − 1.',
  method: (method: string) => `Interval: ${method}.`,
  noInterval: 'No interval: it takes two folds.',
  timeNote: 'Time: share of the training process; fits that train together share it.',
  diverged: (failed: number, fits: number) => `${String(failed)} of ${String(fits)} fits diverged`,
  best: (shown: number, of: number) =>
    `The best ${String(shown)} of ${String(of)}, best first; all are in the appendix.`,
  figure: (title: string) =>
    `Figure 1. Held-out ${title} of each fold, mean (bar) and one SD (line). Equal scores are stacked.`,
  figureSome: (shown: number, of: number) => `The best ${String(shown)} of ${String(of)}.`,
  figureLabel: (title: string, names: string) => `Held-out ${title} of each fold for ${names}`,
}
const ZH_CN: typeof EN = {
  sampleSd: '样本标准差',
  parameters: '参数',
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
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function scoresBlocks(context: ReportContext): readonly Block[] {
  const { document, shown, words, metric } = context
  const { models } = document
  const rows = scoreRows(context)
  const interval = models.map((model) => scoreOf(model, metric)?.interval).find((one) => !!one)
  return [
    scoreTable(context, rows),
    note(
      joined(
        words,
        rows.length < models.length && TEXTS[words.language].best(rows.length, models.length),
        TEXTS[words.language].note,
        interval ? TEXTS[words.language].method(interval.method) : TEXTS[words.language].noInterval,
        TEXTS[words.language].timeNote,
        ...scoringSentences(context),
      ),
    ),
    ...(shown.length > 0 ? [strip(context)] : []),
  ]
}

/** Every candidate in the order of the experiment, for a sweep whose table of scores shows the best alone. */
export function allCandidates(context: ReportContext): TableBlock | undefined {
  const { models } = context.document
  return scoreRows(context).length < models.length ? { ...scoreTable(context, models), isSmall: true } : undefined
}

/** All models of an ordinary run as the experiment names them; the best of a sweep, best first. */
function scoreRows({ document: { models }, metric }: ReportContext): readonly ModelDocument[] {
  if (models.length <= MOST_ROWS) return models
  return ranked(models, metric).slice(0, MOST_ROWS)
}

function scoreTable({ words, metric, shown }: ReportContext, models: readonly ModelDocument[]): TableBlock {
  const { model, sd, time } = words.heads
  const { sampleSd, parameters } = TEXTS[words.language]
  return {
    kind: 'table',
    columns: [
      { title: model },
      ...[metricHeading(metric), sd, sampleSd, words.intervalHead, parameters, time].map(numbers),
    ],
    rows: models.map((one): readonly Cell[] => {
      const { interval, mean, std, sampleStd } = scoreOf(one, metric) ?? {}
      const place = shown.indexOf(one)
      return [
        {
          text: one.name,
          ...(place >= 0 && { series: place }),
          ...(one.failed > 0 && { problem: TEXTS[words.language].diverged(one.failed, one.fits) }),
        },
        { text: score(metric, mean), isStrong: true },
        score(metric, std),
        score(metric, sampleStd),
        interval ? words.interval(score(metric, interval.low, 1), score(metric, interval.high, 1)) : '–',
        count(one.parameters),
        seconds(one.seconds),
      ]
    }),
  }
}

function strip({ document, shown, words, metric }: ReportContext): Block {
  const rows = shown.flatMap((model) => {
    const found = scoreOf(model, metric)
    return found ? [{ name: model.name, metric: found }] : []
  })
  const { length } = document.models
  const some = length > shown.length ? ` ${TEXTS[words.language].figureSome(shown.length, length)}` : ''
  const label = TEXTS[words.language].figureLabel(metric.title, rows.map(({ name }) => name).join(', '))
  return {
    kind: 'figure',
    drawings: [dotStrip(rows, metric, label)],
    caption: `${TEXTS[words.language].figure(metric.title)}${some}`,
  }
}

function scoreOf({ metrics }: ModelDocument, { name }: Metric): ModelDocument['metrics'][string] | undefined {
  return Object.hasOwn(metrics, name) ? metrics[name] : undefined
}
