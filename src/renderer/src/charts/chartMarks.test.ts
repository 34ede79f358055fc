import type { Chart, ChartConfiguration } from 'chart.js'
import { expect, test } from 'vitest'
import { chartMarks } from './chartMarks.ts'
import type { ChartMark } from './chartMarks.ts'
import { SvgContext } from './svg/svgContext.ts'

const CHARACTER = 6

/** What is drawn onto a chart of 200 × 100 pixels whose axes run from 0 to 100: x doubled, y from the bottom. */
function drawn(marks: readonly ChartMark[], sight: readonly [number, number] = [0, 200]): string {
  const context = new SvgContext(undefined, (_, text) => ({ width: text.length * CHARACTER }))
  const config: Partial<ChartConfiguration> = { options: { plugins: { marks: { list: [...marks] } } } }
  const chart = {
    ctx: context,
    config,
    width: 240,
    chartArea: { left: sight[0], right: sight[1], top: 0, bottom: 100 },
    scales: {
      x: { min: 0, max: 100, getPixelForValue: (x: number) => 2 * x },
      y: { min: 0, max: 100, getPixelForValue: (y: number) => 100 - y },
    },
  } as unknown as Chart
  void chartMarks.beforeDatasetsDraw?.(chart, { cancelable: true }, {})
  chartMarks.afterDatasetsDraw?.(chart, {}, {}, false)
  return context.markup()
}

const words = { kind: 'text', y: 40, right: 8, down: 0, color: '#111', font: '500 11px sans-serif' } as const

test('a line runs from top to bottom, a zone is as wide as its stretch', () => {
  expect(drawn([{ kind: 'line', x: 30, color: '#222', dash: [2, 3] }])).toMatch(/M60 0L60 100.*stroke-dasharray="2 3"/)
  expect(drawn([{ kind: 'zone', from: 10, to: 20, color: '#333' }])).toContain(
    'x="20" y="0" width="20" height="100" fill="#333"',
  )
})

test('words stand beside their point, and on the other side where there is no room', () => {
  expect(drawn([{ ...words, x: 50, text: 'train' }])).toMatch(/<text x="108" [^>]*>train</)
  expect(drawn([{ ...words, x: 95, text: 'collapsed here' }])).toMatch(/<text x="98" [^>]*>collapsed here</)
})

test('words with a ground cover what is behind them', () => {
  expect(drawn([{ ...words, x: 50, text: 'train', ground: '#fff' }])).toContain(
    'x="106" y="53" width="34" height="14" fill="#fff"',
  )
})

test('lines and zones are behind words and crosses, whatever their order', () => {
  const picture = drawn([
    { kind: 'cross', x: 50, y: 40, color: '#c00' },
    { kind: 'line', x: 30, color: '#222', dash: [] },
  ])
  expect(picture.indexOf('#222')).toBeLessThan(picture.indexOf('#c00'))
})

test('a curve has gaps where values are missing, a band goes there and back, both within the axes', () => {
  const points = [1, 2, NaN, 4, 5].map((y, x) => ({ x, y }))
  const curve = drawn([{ kind: 'curve', points, color: '#00c', width: 1 }])
  expect(curve).toMatch(/<g clip-path="url\(#clip1\)"><path d="M0 99L2 98M6 96L8 95" .*stroke="#00c" stroke-width="1"/)
  const upper = [
    { x: 0, y: 30 },
    { x: 10, y: 40 },
  ]
  const lower = upper.map(({ x }) => ({ x, y: 20 }))
  expect(drawn([{ kind: 'band', upper, lower, color: '#0cc' }])).toContain('d="M0 70L20 60L20 80L0 80" fill="#0cc"')
})

test('what lies outside the stretch that is looked at is not drawn', () => {
  const place = { x: 10, y: 40, color: '#c00' }
  const outside: ChartMark[] = [
    { kind: 'cross', ...place },
    { ...words, x: 10, text: 'train' },
    { kind: 'line', x: 10, color: '#222', dash: [] },
    { kind: 'zone', from: 5, to: 15, color: '#333' },
  ]
  expect(drawn(outside, [100, 200])).toBe('')
})
