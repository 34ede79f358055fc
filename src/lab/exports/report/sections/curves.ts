import type { Metric } from '../../../../core/metrics/metrics.ts'
import type { ModelDocument, RunDocument } from '../../../../core/run/runDocument.ts'
import { heading, note, numbers } from '../blocks.ts'
import type { Block, TableBlock } from '../blocks.ts'
import { metricHeading, score } from '../formatNumbers.ts'
import type { ReportContext } from '../reportContext.ts'
import { foldCurves, meanCurve } from '../svg/foldCurves.ts'
import type { FoldCurves } from '../svg/foldCurves.ts'
import { niceRange } from '../svg/niceTicks.ts'
import type { ReportSection } from '../reportSection.ts'

/** Epochs whose means stand in the table below the figures. */
const TABLE_ROWS = 5
/** The loss axis ends at this multiple of the highest mean, so that one bad fold does not flatten the rest. */
const LOSS_HEADROOM = 1.5
const LOSS = 'loss'

/** Curves of each model, training against held-out, with the means below them as a table. */
export const curvesSection: ReportSection = {
  id: 'curves',
  names: { en: 'Learning curves', 'zh-CN': '学习曲线' },
  blocks: curvesBlocks,
}

const EN = {
  title: 'How they learned',
  note: 'Thin: each fold, held out. Thick: their mean. Dashed grey: mean over folds on the training rows, as a running mean within each epoch. No smoothing. Folds far above every mean leave the axis of the loss.',
  training: (heading: string) => `${heading}, training`,
  heldOut: (heading: string) => `${heading}, held out`,
  label: (name: string, title: string) => `${name}: ${title} by epoch, training and held out`,
}
const ZH_CN: typeof EN = {
  title: '学习过程',
  note: '细线：各折，留出行。粗线：其均值。灰色虚线：训练行上各折的均值（每轮内的滑动均值）。未平滑。远高于所有均值的折会超出损失轴。',
  training: (heading) => `${heading}，训练`,
  heldOut: (heading) => `${heading}，留出`,
  label: (name, title) => `${name}：${title}随轮次变化，训练与留出`,
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

interface Drawn {
  readonly metric: Metric
  readonly curves: readonly FoldCurves[]
}

function curvesBlocks(context: ReportContext): readonly Block[] {
  const { document, shown, words } = context
  const drawn = historyMetrics(document).map((name) => {
    const metric = metricOfHistory(name, context)
    return { metric, curves: shown.map((model) => curvesOf(model, metric)) }
  })
  if (!drawn.some(({ curves }) => curves.some(({ train }) => train.length > 0))) return []
  const epochs = Math.max(...shown.flatMap(({ fitResults }) => fitResults.map((fit) => fit.epochs)))
  return [
    heading(TEXTS[words.language].title),
    ...shown.flatMap((model, index) => modelFigures(model, index, { drawn, epochs, context })),
    note(TEXTS[words.language].note),
  ]
}

function metricOfHistory(name: string, { metricNamed, words }: ReportContext): Metric {
  if (name !== LOSS) return metricNamed(name)
  return { name, title: words.loss, tasks: [], isGreaterBetter: false, isFraction: false }
}

/** The ranking metric where its history was kept, else another that was, and the loss. */
function historyMetrics({ primaryMetric: name, models }: RunDocument): readonly string[] {
  const kept = models.flatMap(({ fitResults }) => fitResults.flatMap(({ history }) => Object.keys(history ?? {})))
  const others = [...new Set(kept)].filter((key) => key !== LOSS && !key.startsWith('val'))
  const first = others.includes(name) ? name : others.at(0)
  return first === undefined ? [LOSS] : [first, LOSS]
}

function curvesOf({ fitResults }: ModelDocument, metric: Metric): FoldCurves {
  const heldOutName = `val${metric.name.charAt(0).toUpperCase()}${metric.name.slice(1)}`
  const outermost = fitResults.filter(({ outer, status }) => outer === undefined && status === 'finished')
  const history = (key: string) =>
    outermost.flatMap((fit) => (fit.history && Object.hasOwn(fit.history, key) ? [fit.history[key]] : []))
  return { train: history(metric.name), heldOut: history(heldOutName) }
}

interface CurveParts {
  readonly drawn: readonly Drawn[]
  readonly epochs: number
  readonly context: ReportContext
}

function modelFigures(model: ModelDocument, index: number, parts: CurveParts): readonly Block[] {
  const own = parts.drawn.filter(({ curves }) => curves[index].train.length > 0)
  if (own.length === 0) return []
  const { words } = parts.context
  const drawings = own.map(({ metric, curves }) =>
    foldCurves(curves[index], index, metric, {
      ...rangeOf(metric, curves),
      epochs: parts.epochs,
      epoch: words.heads.epoch,
      label: TEXTS[words.language].label(model.name, metric.title),
    }),
  )
  return [{ kind: 'figure', title: model.name, drawings, isPair: true }, curveTable(index, { ...parts, drawn: own })]
}

/** One range for all models of a row of figures, so that they can be compared by eye. */
function rangeOf(metric: Metric, curves: readonly FoldCurves[]): { readonly low: number; readonly high: number } {
  const all = curves.flatMap(({ train, heldOut }) => [...train, ...heldOut])
  const means = curves.flatMap(({ train, heldOut }) => [...meanCurve(train), ...meanCurve(heldOut)])
  const highest = means.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, value) : most), 0)
  const cap = metric.name === LOSS ? highest * LOSS_HEADROOM : Infinity
  const [low, high] = niceRange(
    all.flat().filter((value) => value <= cap),
    4,
  )
  return { low, high }
}

function curveTable(index: number, { drawn, epochs, context: { words } }: CurveParts): TableBlock {
  const rows = Array.from({ length: Math.min(TABLE_ROWS, epochs) }, (_, row) =>
    Math.max(1, Math.round((epochs * (row + 1)) / Math.min(TABLE_ROWS, epochs))),
  )
  const columns = drawn.flatMap(({ metric, curves }) => [
    { metric, title: TEXTS[words.language].training(metricHeading(metric)), values: meanCurve(curves[index].train) },
    { metric, title: TEXTS[words.language].heldOut(metricHeading(metric)), values: meanCurve(curves[index].heldOut) },
  ])
  return {
    kind: 'table',
    isSmall: true,
    columns: [numbers(words.heads.epoch), ...columns.map(({ title }) => numbers(title))],
    rows: rows.map((epoch) => [
      String(epoch),
      ...columns.map(({ metric, values }) => score(metric, values.at(epoch - 1) ?? null)),
    ]),
  }
}
