/** The figure of growth: small multiples with logarithmic axes, for light and dark pages. */
import type { Figure } from '../../src/core/figures/figure.ts'
import { markup } from '../../src/lab/exports/report/markup.ts'
import type { Markup } from '../../src/lab/exports/report/markup.ts'
import { figureSvg } from '../../src/lab/exports/report/svg/frame.ts'
import { marker } from '../../src/lab/exports/report/svg/marker.ts'
import { INK, seriesStyle } from '../../src/lab/exports/report/svg/seriesStyle.ts'

const PANEL = { width: 340, height: 240 }
const PLOT = { left: 50, top: 46, width: 258, height: 152 }
const COLUMNS = 2
const MARGIN = 12

/** The colours of `tokens.css` on its dark surface, by those on the light one. */
const DARK: Readonly<Record<string, string>> = {
  '#00558a': '#4eabee',
  '#b84800': '#e4692a',
  '#04835c': '#10a878',
  '#ab5d8d': '#d386b4',
  [INK.text]: '#ecedef',
  [INK.muted]: '#b6b9bf',
  [INK.grid]: '#24262a',
  [INK.axis]: '#4a4d54',
  '#fff': '#17181b',
}

/** Panels beside and below each other, and after the last the names of the series. */
export function growthSvg(figures: readonly Figure[], theme: 'light' | 'dark'): string {
  const places = figures.length + 1
  const width = COLUMNS * PANEL.width + 2 * MARGIN
  const height = Math.ceil(places / COLUMNS) * PANEL.height + 2 * MARGIN
  // One scale of seconds for all: panels are compared with each other.
  const range = decadesOf(figures.flatMap(({ series }) => series.flatMap(({ y }) => y)))
  const content = markup`<rect width="${width}" height="${height}" fill="#fff" />
    ${figures.map((figure, place) => placed(place, panel(figure, range)))}
    ${placed(figures.length, legend(figures))}`
  const alt = figures.map((figure) => figure.alt).join(' ')
  const light = String(figureSvg({ width, height }, alt, content))
  if (theme === 'light') return `${light}\n`
  return `${light.replace(/#[0-9a-f]{3,6}\b/g, (color) => DARK[color] ?? color)}\n`
}

type Range = readonly [low: number, high: number]

/** Whole powers of ten around positive values, as exponents. */
function decadesOf(values: readonly number[]): Range {
  const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9)
  return [low, Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values)) - 1e-9))]
}

function placed(place: number, content: Markup): Markup {
  const x = MARGIN + (place % COLUMNS) * PANEL.width
  const y = MARGIN + Math.floor(place / COLUMNS) * PANEL.height
  return markup`<g transform="translate(${x} ${y})">${content}</g>`
}

function panel({ title, x, series }: Figure, yRange: Range): Markup {
  const xRange = decadesOf(series.flatMap((one) => one.x))
  const across = scale(xRange, PLOT.left, PLOT.width)
  const up = (value: number): number => 2 * PLOT.top + PLOT.height - scale(yRange, PLOT.top, PLOT.height)(value)
  const lines = series.map(({ style, x: at, y }) => {
    const look = seriesStyle(style)
    const points = at.map((value, i) => `${i === 0 ? 'M' : 'L'}${short(across(value))} ${short(up(y[i]))}`).join('')
    const dash = look.dash === undefined ? null : markup` stroke-dasharray="${look.dash}"`
    return markup`<path d="${points}" stroke="${look.color}" stroke-width="2" ${dash} />${at.map((value, i) => marker(look, across(value), up(y[i])))}`
  })
  return markup`<text x="0" y="12" fill="${INK.text}" font-weight="600" font-size="12">${title}</text>
    <text x="0" y="28" fill="${INK.muted}">${x.title}</text>
    ${decades(yRange).map((power) => yLine(power, up))}${decades(xRange).map((power) => xLine(power, across))}${lines}`
}

function scale([low, high]: Range, from: number, length: number): (value: number) => number {
  return (value) => from + (length * (Math.log10(value) - low)) / (high - low)
}

function decades([low, high]: Range): readonly number[] {
  return Array.from({ length: high - low + 1 }, (_, i) => low + i)
}

function yLine(power: number, up: (value: number) => number): Markup {
  const y = short(up(10 ** power))
  return markup`<line x1="${PLOT.left}" x2="${PLOT.left + PLOT.width}" y1="${y}" y2="${y}" stroke="${INK.grid}" />
    <text x="${PLOT.left - 7}" y="${y}" dy="3.5" text-anchor="end" fill="${INK.muted}">${secondsText(power)}</text>`
}

function xLine(power: number, across: (value: number) => number): Markup {
  const x = short(across(10 ** power))
  const bottom = PLOT.top + PLOT.height
  return markup`<line x1="${x}" x2="${x}" y1="${PLOT.top}" y2="${bottom}" stroke="${INK.grid}" />
    <text x="${x}" y="${bottom + 16}" text-anchor="middle" fill="${INK.muted}">${(10 ** power).toLocaleString('en')}</text>`
}

function secondsText(power: number): string {
  return power < 0
    ? `${String(Number((10 ** (power + 3)).toPrecision(1)))} ms`
    : `${(10 ** power).toLocaleString('en')} s`
}

function legend(figures: readonly Figure[]): Markup {
  const names = new Map(figures.flatMap(({ series }) => series.map(({ name, style }) => [name, style] as const)))
  const entries = [...names].map(([name, style], place) => {
    const look = seriesStyle(style)
    const y = PLOT.top + 14 + 24 * place
    const dash = look.dash === undefined ? null : markup` stroke-dasharray="${look.dash}"`
    return markup`<line x1="0" x2="32" y1="${y}" y2="${y}" stroke="${look.color}" stroke-width="2" ${dash} />${marker(look, 16, y)}
      <text x="42" y="${y}" dy="4" fill="${INK.text}" font-size="12">${name}</text>`
  })
  return markup`<text x="0" y="12" fill="${INK.text}" font-weight="600" font-size="12">Time to train all of it</text>
    <text x="0" y="28" fill="${INK.muted}">both axes logarithmic; a line ends where the next job takes too long</text>${entries}`
}

function short(value: number): string {
  return String(Number(value.toFixed(1)))
}
