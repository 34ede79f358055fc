import { describe, expect, it } from 'vitest'
import { chartCsv } from './chartSpec.ts'
import { readChartTheme, translucent } from './chartTheme.ts'
import { columnHistogram } from './columnHistogram.ts'
import { dotStrip } from './dotStrip.ts'
import { foldDifferencesChart } from './foldDifferencesChart.ts'
import { microBars } from './microBars.ts'
import { overlaidCurves } from './overlaidCurves.ts'
import { parallelCoordinates } from './parallelCoordinates.ts'
import { MOST_SERIES, seriesStyle } from './seriesStyle.ts'
import { SvgContext } from './svg/svgContext.ts'
import { sweepHeatMap } from './sweepHeatMap.ts'

const THEME = readChartTheme((name) =>
  name === '--data-band' ? '0.2' : `#${name.length.toString(16).padStart(6, '0')}`,
)
const format = (value: number): string => String(value)
const NUMBERS = {
  kind: 'number',
  count: 4,
  distinct: 4,
  min: 0,
  q1: 1,
  median: 2,
  q3: 3,
  max: 4,
  mean: 2,
  std: 1,
  skew: 0,
  isInteger: true,
  histogram: { min: 0, max: 4, counts: [1, 0, 2, 1] },
} as const

describe('series', () => {
  it('differ by colour, dash and marker at once', () => {
    const signs = Array.from({ length: MOST_SERIES }, (_, slot) => {
      const { dash, pointStyle } = seriesStyle(THEME, slot)
      return `${dash.join(' ')}/${pointStyle}`
    })
    expect(new Set(signs).size).toBe(MOST_SERIES)
  })

  it('see through at a given opacity', () => {
    expect(translucent('#102030', 0.5)).toBe('#10203080')
    expect(translucent('rgb(1 2 3)', 0.5)).toBe('rgb(1 2 3)')
  })
})

describe('columnHistogram', () => {
  const words = { from: 'From', to: 'To', value: 'Value', rows: 'Rows', format }

  it('has a bar in the middle of each bin', () => {
    const chart = columnHistogram(NUMBERS, THEME, words)!
    expect(chart.config.data.datasets[0]?.data[2]).toEqual({ x: 2.5, y: 2 })
    expect(chart.table.rows[2]).toEqual([2, 3, 2])
  })

  it('stacks the classes of the target, distinguished by more than colour', () => {
    const classes = [
      { label: 'mine', counts: [1, 0, 1, 0] },
      { label: 'rock', counts: [0, 0, 1, 1] },
    ]
    const chart = columnHistogram(NUMBERS, THEME, words, { min: 0, max: 4, classes })!
    expect(chart.config.data.datasets.map(({ label, data }) => [label, data[2]])).toEqual([
      ['mine', { x: 2.5, y: 1 }],
      ['rock', { x: 2.5, y: 1 }],
    ])
    const [filled, hollow] = chart.config.data.datasets
    expect([filled.backgroundColor, hollow.backgroundColor]).toEqual([THEME.series[0], THEME.surface])
    expect(chart.table).toEqual({
      columns: ['From', 'To', 'mine', 'rock'],
      rows: [
        [0, 1, 1, 0],
        [1, 2, 0, 0],
        [2, 3, 1, 1],
        [3, 4, 0, 1],
      ],
    })
  })

  it('shows the most frequent words, and nothing of dates', () => {
    const top = [{ value: '=cmd()', count: 3 }]
    const chart = columnHistogram(
      { kind: 'values', count: 3, distinct: 1, top, meanLength: 6, maxLength: 6 },
      THEME,
      words,
    )
    expect(chartCsv(chart!.table)).toBe("Value,Rows\n'=cmd(),3\n")
    expect(columnHistogram({ kind: 'date', count: 1, distinct: 1, min: '', max: '' }, THEME, words)).toBeNull()
  })
})

describe('microBars', () => {
  it('joins neighbours until they fit and keeps the rare visible', () => {
    const counts = Array.from({ length: 40 }, (_, bin) => (bin === 39 ? 1 : bin === 0 ? 1000 : 0))
    const bars = microBars({ ...NUMBERS, histogram: { min: 0, max: 1, counts } })
    expect(bars).toHaveLength(20)
    expect(bars[0]?.height).toBe(1)
    expect(bars[19]?.height).toBeGreaterThan(0.03)
    expect(bars[5]?.height).toBe(0)
  })
})

describe('overlaidCurves', () => {
  const curve = { name: 'A', slot: 0, epochs: [1, 2, 3], mean: [0.5, 0.6, 0.9], std: [0.1, 0.1, 0.2] }
  const words = { epoch: 'Epoch', mean: 'mean', std: 'SD', unit: 100, format, max: 100 }

  it('draws means in percent and bounds the band of the first at 100', () => {
    const { config } = overlaidCurves([curve, { ...curve, name: 'B', slot: 1 }], THEME, words)
    expect(config.data.datasets).toHaveLength(4)
    expect(config.data.datasets[0]?.data[1]).toEqual({ x: 2, y: 60 })
    expect(config.data.datasets[2]?.data[2]).toEqual({ x: 3, y: 100 })
  })

  it('leaves cells empty where a candidate was not trained so long', () => {
    const { table } = overlaidCurves([curve, { ...curve, name: 'B', epochs: [1], mean: [0.4], std: [0] }], THEME, words)
    expect(table.rows[2]).toEqual([3, 90, 20, null, null])
  })
})

describe('sweepHeatMap', () => {
  it('places candidates by the names of their values', () => {
    const point = (id: string, value: number | null) => ({ id, name: id, hyperparameters: {}, value, failed: 0 })
    const cells = [
      { x: 0, y: 0, point: point('a', 0.8), count: 1 },
      { x: 1, y: 1, point: point('b', null), count: 1 },
    ]
    const axes = [
      { name: 'rate', values: [0.1, 0.2] },
      { name: 'lr', values: [0.01, 0.1] },
    ] as const
    const words = {
      metric: 'Accuracy',
      candidate: 'Candidate',
      score: format,
      value: String,
      failed: 'failed',
      nameOf: String,
    }
    const { config, table } = sweepHeatMap(
      cells,
      axes[0],
      axes[1],
      { bestId: 'a', isGreaterBetter: true, slots: new Map(), range: { low: 0.8, high: 0.8 } },
      THEME,
      words,
    )
    expect(config.data.datasets[0]?.data).toEqual([
      { x: '0.1', y: '0.01' },
      { x: '0.2', y: '0.1' },
    ])
    expect(table.rows[1]).toEqual(['b', '0.2', '0.1', null])
  })
})

describe('lines through a sweep', () => {
  const points = ['a', 'b', 'c', 'd'].map((id, at) => ({
    id,
    name: id,
    hyperparameters: { rate: at / 10 },
    value: id === 'd' ? null : 0.8 - at / 100,
    failed: 0,
  }))
  const words = { metric: 'Accuracy', candidate: 'Candidate', score: format, value: String, nameOf: String }
  const slots = new Map([['b', 2]])
  const AXIS = { name: 'rate', values: [0, 0.1, 0.2, 0.3] }
  const { config, idAt } = parallelCoordinates(
    points,
    [AXIS],
    { bestId: 'a', isGreaterBetter: true, slots },
    THEME,
    words,
  )

  it('come with the best first and then the selected: Chart.js draws the first over the others', () => {
    const drawn = config.data.datasets.map((_, datasetIndex) => idAt?.({ datasetIndex, index: 0 }))
    expect(drawn).toEqual(['a', 'b', 'c'])
    expect(idAt?.({ datasetIndex: 9, index: 0 })).toBeUndefined()
  })

  it('give the selected the look they have everywhere', () => {
    expect(config.data.datasets[1]).toMatchObject({ label: 'b', borderColor: THEME.series[2] })
  })

  it('fade outside the ranges of the axes, and cannot be chosen there', () => {
    const brushes = new Map([[0, { from: 1, to: 2 }]])
    const settings = { bestId: 'a', isGreaterBetter: true, slots, brushes }
    const ranged = parallelCoordinates(points, [AXIS], settings, THEME, words)
    expect(ranged.config.data.datasets.map(({ label }) => label)).toEqual(['b', 'c', 'a'])
    expect(ranged.config.data.datasets[2]).toMatchObject({ borderColor: `${THEME.neutral}38`, borderWidth: 1 })
    expect([1, 2].map((datasetIndex) => ranged.idAt?.({ datasetIndex, index: 0 }))).toEqual(['c', undefined])
  })
})

describe('fold by fold', () => {
  it('stacks equal scores and leaves out folds without one', () => {
    const row = { name: 'A', slot: 0, mean: 0.8, std: 0.1, folds: [0.8, 0.8, null, 0.9] }
    const { config, table } = dotStrip([row], THEME, {
      metric: 'Accuracy',
      candidate: 'Candidate',
      fold: 'Fold',
      unit: 100,
      format,
    })
    expect(config.data.datasets[0]?.data).toEqual([
      { x: 80, y: 0 },
      { x: 80, y: -0.19 },
      { x: 90, y: 0 },
    ])
    expect(table.rows).toHaveLength(4)
  })

  it('takes the second from the first where both have a score', () => {
    const pair = { first: [0.9, null], second: [0.8, 0.7], slots: [0, 1], isGreaterBetter: true } as const
    const { table } = foldDifferencesChart(pair, THEME, { fold: 'Fold', difference: 'Difference', unit: 100, format })
    expect(table.rows[0]?.[1]).toBeCloseTo(10)
    expect(table.rows[1]?.[1]).toBeNull()
  })
})

describe('SvgContext', () => {
  it('writes what is drawn, moved, clipped and restored', () => {
    const context = new SvgContext(null, () => ({ width: 10 }))
    context.save()
    context.translate(5, 5)
    context.beginPath()
    context.rect(0, 0, 10, 10)
    context.clip()
    context.strokeStyle = '#123456'
    context.setLineDash([6, 3])
    context.beginPath()
    context.moveTo(0, 0)
    context.lineTo(10, 10)
    context.stroke()
    context.restore()
    context.fillStyle = '#654321'
    context.fillText('a < b & "c"', 1, 2)
    const markup = context.markup()
    expect(markup).toContain('<path d="M0 0L10 10" fill="none" stroke="#123456"')
    expect(markup).toContain('stroke-dasharray="6 3"')
    expect(markup).toContain('transform="matrix(1 0 0 1 5 5)"')
    expect(markup).toContain('clip-path="url(#clip1)"')
    expect(markup).toContain('fill="#654321">a &lt; b &amp; &quot;c&quot;</text>')
    expect(context.strokeStyle).toBe('#000')
    expect(context.getLineDash()).toEqual([])
  })

  it('draws a whole circle', () => {
    const context = new SvgContext(null, () => ({ width: 0 }))
    context.beginPath()
    context.arc(10, 10, 5, 0, Math.PI * 2)
    context.fill()
    expect(context.markup()).toContain('M15 10A5 5 0 0 1 5 10A5 5 0 0 1 15 10')
  })
})
