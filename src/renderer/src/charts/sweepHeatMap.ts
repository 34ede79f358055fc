import type { Chart, Plugin } from 'chart.js'
import type { SweepAxis, SweepCell } from '../../../core/run/sweepGrid.ts'
import { chartConfig } from './chartSpec.ts'
import type { ChartSpec } from './chartSpec.ts'
import type { ChartTheme } from './chartTheme.ts'
import { nameAxis, plainOptions } from './plainOptions.ts'
import type { SweepSettings } from './sweepSettings.ts'

interface HeatWords {
  /** Column title of the metric. */
  readonly metric: string
  readonly candidate: string
  /** A score as it is shown. */
  readonly score: (value: number) => string
  readonly value: (value: number | string | boolean) => string
  readonly failed: string
  readonly nameOf: (hyperparameter: string) => string
}

interface HeatSettings extends SweepSettings {
  /** The scores that the colours span. */
  readonly range: { readonly low: number; readonly high: number }
}

/** Scores on a grid of two hyperparameters, darker is better; what failed is hatched, the best is framed. */
export function sweepHeatMap(
  cells: readonly SweepCell[],
  xAxis: SweepAxis,
  yAxis: SweepAxis | undefined,
  settings: HeatSettings,
  theme: ChartTheme,
  words: HeatWords,
): ChartSpec {
  const step = stepOf(settings)
  const rows = yAxis?.values ?? ['']
  const options = plainOptions<'matrix'>(theme)
  return {
    config: chartConfig<'matrix'>({
      type: 'matrix',
      data: {
        datasets: [
          {
            label: words.metric,
            data: cells.map(({ x, y }) => ({
              x: labelOf(xAxis.values, x, words),
              y: labelOf(rows, y, words),
            })),
            backgroundColor: ({ dataIndex }) => {
              const cell = cells[dataIndex]
              return cell && isScored(cell) ? (theme.heat[step(cell)] ?? theme.grid) : theme.surface
            },
            borderColor: ({ dataIndex }) => borderOf(cells[dataIndex]?.point.id, settings, theme),
            borderWidth: ({ dataIndex }) => (settings.slots.has(cells[dataIndex]?.point.id ?? '') ? 3 : 2),
            borderRadius: 2,
            width: ({ chart }) => (chart.chartArea ? chart.chartArea.width / xAxis.values.length - 2 : 10),
            height: ({ chart }) => (chart.chartArea ? chart.chartArea.height / rows.length - 2 : 10),
          },
        ],
      },
      options: {
        ...options,
        interaction: { mode: 'nearest', intersect: true },
        plugins: {
          ...options.plugins,
          tooltip: {
            ...options.plugins?.tooltip,
            displayColors: false,
            callbacks: {
              title: ([item]) => cells[item?.dataIndex ?? -1]?.point.name ?? '',
              label: ({ dataIndex }) => scoreText(cells[dataIndex], words),
            },
          },
        },
        scales: {
          x: {
            ...nameAxis(theme, words.nameOf(xAxis.name)),
            labels: xAxis.values.map((value) => words.value(value)),
            offset: true,
          },
          y: {
            ...nameAxis(theme, yAxis && words.nameOf(yAxis.name)),
            labels: rows.map((value) => words.value(value)),
            offset: true,
          },
        },
      },
      plugins: [cellText(cells, step, theme, words)],
    }),
    idAt: ({ index }) => cells[index]?.point.id,
    table: {
      columns: [words.candidate, words.nameOf(xAxis.name), ...(yAxis ? [words.nameOf(yAxis.name)] : []), words.metric],
      rows: cells.map(({ point, x, y }) => [
        point.name,
        words.value(xAxis.values[x] ?? ''),
        ...(yAxis ? [words.value(yAxis.values[y] ?? '')] : []),
        point.value,
      ]),
    },
  }
}

/** What is selected is framed in the look it has everywhere, the best in ink. */
function borderOf(id: string | undefined, { bestId, slots }: SweepSettings, theme: ChartTheme): string {
  const slot = slots.get(id ?? '')
  if (slot !== undefined) return theme.series[slot] ?? theme.text
  return id === bestId ? theme.text : theme.surface
}

function labelOf(values: readonly (number | string | boolean)[], at: number, { value }: HeatWords): string {
  return value(values[at] ?? '')
}

function isScored({ point }: SweepCell): boolean {
  return point.value !== null
}

function scoreText(cell: SweepCell | undefined, { score, failed }: HeatWords): string {
  return cell?.point.value === null || !cell ? failed : score(cell.point.value)
}

/** The step of heat for a cell: evenly over the range of the colours. */
function stepOf({ range: { low, high }, isGreaterBetter }: HeatSettings): (cell: SweepCell) => number {
  return ({ point }) => {
    if (high === low) return 6
    const share = ((point.value ?? low) - low) / (high - low)
    return Math.round(6 * (isGreaterBetter ? share : 1 - share))
  }
}

/** Writes each cell's score into it and hatches those without one. */
function cellText(
  cells: readonly SweepCell[],
  step: (cell: SweepCell) => number,
  theme: ChartTheme,
  words: HeatWords,
): Plugin {
  return {
    id: 'cellText',
    afterDatasetsDraw: (chart) => {
      const { ctx } = chart
      ctx.save()
      ctx.textAlign = 'center'
      ctx.textBaseline = 'middle'
      ctx.font = `11px ${theme.fontFamily}`
      cells.forEach((cell, index) => {
        const box = boxOf(chart, index)
        if (!box || box.width < 22 || box.height < 12) return
        if (!isScored(cell)) hatch(ctx, box, theme)
        else {
          ctx.fillStyle = theme.heatOn[step(cell)] ?? theme.text
          ctx.fillText(scoreText(cell, words), box.x + box.width / 2, box.y + box.height / 2)
        }
      })
      ctx.restore()
    },
  }
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

function boxOf(chart: Chart, index: number): Box | undefined {
  const element = chart.getDatasetMeta(0).data[index] as unknown as Box | undefined
  return element
}

/** Slanting lines within a box, and its edge. */
function hatch(ctx: CanvasRenderingContext2D, { x, y, width, height }: Box, theme: ChartTheme): void {
  ctx.save()
  ctx.beginPath()
  ctx.rect(x, y, width, height)
  ctx.clip()
  ctx.strokeStyle = theme.axis
  ctx.lineWidth = 1
  ctx.beginPath()
  for (let at = -height; at < width; at += 5) {
    ctx.moveTo(x + at, y + height)
    ctx.lineTo(x + at + height, y)
  }
  ctx.stroke()
  ctx.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1)
  ctx.restore()
}
