import type { ChartConfiguration } from 'chart.js'
import { chartSvg } from './svg/chartSvg.ts'
import type { PictureSettings } from './svg/chartSvg.ts'
import { Chart } from './registerCharts.ts'

/** Pixels of a saved PNG per pixel of the screen. */
const SCALE = 2

/** `config` drawn once as an SVG file. */
export function svgBlob(config: ChartConfiguration, settings: PictureSettings): Blob {
  const markup = chartSvg(Chart, document.createElement('canvas'), config, settings)
  return new Blob([markup], { type: 'image/svg+xml' })
}

/** `config` drawn once as a PNG of twice its size on the screen. */
export async function pngBlob(config: ChartConfiguration, settings: PictureSettings): Promise<Blob> {
  const { width, height, background } = settings
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const chart = new Chart(canvas, {
    ...config,
    options: { ...config.options, responsive: false, animation: false, devicePixelRatio: SCALE },
    plugins: [...(config.plugins ?? []), groundPlugin(background)],
  })
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  chart.destroy()
  return blob ?? new Blob([], { type: 'image/png' })
}

/** Puts a colour behind the chart: a picture without one cannot be read on every page. */
function groundPlugin(color: string): { id: string; beforeDraw: (chart: Chart) => void } {
  return {
    id: 'ground',
    beforeDraw: ({ ctx, width, height }) => {
      ctx.save()
      ctx.fillStyle = color
      ctx.fillRect(0, 0, width, height)
      ctx.restore()
    },
  }
}
