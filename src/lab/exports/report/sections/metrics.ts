import type { MetricDocument } from '../../../../core/run/runDocument.ts'
import type { Metric } from '../../../../core/metrics/metrics.ts'
import { heading, note, numbers } from '../blocks.ts'
import type { Block, Cell } from '../blocks.ts'
import { metricHeading, score } from '../formatNumbers.ts'
import type { ReportContext } from '../reportContext.ts'
import type { ReportSection } from '../reportSection.ts'

/** Every metric, models side by side. */
export const metricsSection: ReportSection = {
  id: 'metrics',
  names: { en: 'All scores', 'zh-CN': '全部得分' },
  blocks: metricsBlocks,
}

const EN = {
  title: 'All scores',
  score: 'Score',
  note: 'Mean ± population SD over folds. A dash: not defined in any fold.',
}
const ZH_CN: typeof EN = {
  title: '全部得分',
  score: '得分',
  note: '各折均值 ± 总体标准差。短横线：在任何折中都没有定义。',
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function metricsBlocks({ shown, words, metricNamed }: ReportContext): readonly Block[] {
  const names = [...new Set(shown.flatMap(({ metrics }) => Object.keys(metrics)))]
  if (names.length === 0) return []
  return [
    heading(TEXTS[words.language].title),
    {
      kind: 'table',
      isSmall: true,
      columns: [{ title: TEXTS[words.language].score }, ...shown.map(({ name }) => numbers(name))],
      rows: names.map((name) => {
        const metric = metricNamed(name)
        const cells = shown.map(({ metrics }) =>
          scoreCell(metric, Object.hasOwn(metrics, name) ? metrics[name] : undefined),
        )
        return [metricHeading(metric), ...cells]
      }),
    },
    note(TEXTS[words.language].note),
  ]
}

function scoreCell(metric: Metric, found: MetricDocument | undefined): Cell {
  return { text: score(metric, found?.mean), after: `± ${score(metric, found?.std)}` }
}
