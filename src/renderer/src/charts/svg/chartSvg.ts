import type { ChartConfiguration } from 'chart.js'
import { escapeXml, SvgContext } from './svgContext.ts'

/** What a saved picture of a chart says of itself. */
export interface PictureSettings {
  readonly width: number
  readonly height: number
  readonly title: string
  readonly background: string
}

/** The part of Chart.js that is needed to draw once and be gone. */
export interface ChartMaker {
  new (canvas: HTMLCanvasElement, config: ChartConfiguration): { draw: () => void; destroy: () => void }
}

/**
 * The picture that Chart.js makes of `config`, as one SVG file with its title.
 *
 * @param canvas a canvas of its own: its context is replaced, and only used to measure text.
 */
export function chartSvg(
  Chart: ChartMaker,
  canvas: HTMLCanvasElement,
  config: ChartConfiguration,
  settings: PictureSettings,
): string {
  const { width, height, title, background } = settings
  const ruler = canvas.getContext('2d')
  const context = new SvgContext(canvas, (font, text) => {
    if (!ruler) return { width: text.length * 6, actualBoundingBoxAscent: 8, actualBoundingBoxDescent: 2 }
    ruler.font = font
    return ruler.measureText(text)
  })
  canvas.width = width
  canvas.height = height
  Object.defineProperty(canvas, 'getContext', { value: () => context })
  const chart = new Chart(canvas, {
    ...config,
    options: { ...config.options, responsive: false, devicePixelRatio: 1, animation: false, events: [] },
  })
  const markup = context.markup()
  chart.destroy()
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="${escapeXml(title)}">
<title>${escapeXml(title)}</title>
<rect width="100%" height="100%" fill="${escapeXml(background)}"/>
${markup}
</svg>
`
}
