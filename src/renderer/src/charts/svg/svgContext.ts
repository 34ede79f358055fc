/**
 * A drawing context that writes SVG instead of pixels, for the part of the canvas interface that Chart.js uses.
 * Text is measured by a real context, so that the picture equals the one on the screen.
 */

/** `[a, b, c, d, e, f]` as in SVG's `matrix()`. */
type Matrix = readonly [number, number, number, number, number, number]

/** What drawing is moved and bounded by. */
interface Place {
  matrix: Matrix
  clip: string | undefined
  dash: readonly number[]
}
type Look = Readonly<Record<(typeof LOOK)[number], string | number>>

const LOOK = [
  'fillStyle',
  'strokeStyle',
  'lineWidth',
  'lineCap',
  'lineJoin',
  'lineDashOffset',
  'miterLimit',
  'globalAlpha',
  'font',
  'textAlign',
  'textBaseline',
] as const
const UNMOVED: Matrix = [1, 0, 0, 1, 0, 0]
const BASELINE_SHIFT: Readonly<Record<string, number>> = { top: 0.8, hanging: 0.8, middle: 0.32, bottom: -0.2 }
const ANCHORS: Readonly<Record<string, string>> = { center: 'middle', right: 'end', end: 'end' }

/** Draws what is asked of a 2D context into SVG markup. */
export class SvgContext {
  readonly canvas: unknown
  readonly #measure: (font: string, text: string) => unknown
  readonly #parts: string[] = []
  readonly #saved: (readonly [place: Place, look: Look])[] = []
  #clips = 0
  #path = ''
  #place: Place = { matrix: UNMOVED, clip: undefined, dash: [] }

  fillStyle = '#000'
  strokeStyle = '#000'
  lineWidth = 1
  lineCap = 'butt'
  lineJoin = 'miter'
  lineDashOffset = 0
  miterLimit = 10
  globalAlpha = 1
  font = '10px sans-serif'
  textAlign = 'start'
  textBaseline = 'alphabetic'
  direction = 'ltr'

  /** @param measure as a context's `measureText`, for a font. */
  constructor(canvas: unknown, measure: (font: string, text: string) => unknown) {
    this.canvas = canvas
    this.#measure = measure
  }

  /** The picture so far. */
  markup(): string {
    return this.#parts.join('\n')
  }

  save(): void {
    this.#saved.push([{ ...this.#place }, lookOf(this)])
  }
  restore(): void {
    const [place, look] = this.#saved.pop() ?? [this.#place, lookOf(this)]
    this.#place = place
    Object.assign(this, look)
  }
  resetTransform(): void {
    this.#place.matrix = UNMOVED
  }
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.#place.matrix = [a, b, c, d, e, f]
  }
  translate(x: number, y: number): void {
    this.#move([1, 0, 0, 1, x, y])
  }
  scale(x: number, y: number): void {
    this.#move([x, 0, 0, y, 0, 0])
  }
  rotate(angle: number): void {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    this.#move([cos, sin, -sin, cos, 0, 0])
  }

  beginPath(): void {
    this.#path = ''
  }
  closePath(): void {
    this.#path += 'Z'
  }
  moveTo(x: number, y: number): void {
    this.#path += `M${round(x)} ${round(y)}`
  }
  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === '' ? 'M' : 'L'}${round(x)} ${round(y)}`
  }
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.#path += `C${[ax, ay, bx, by, x, y].map(round).join(' ')}`
  }
  quadraticCurveTo(ax: number, ay: number, x: number, y: number): void {
    this.#path += `Q${[ax, ay, x, y].map(round).join(' ')}`
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`
  }
  arc(x: number, y: number, radius: number, from: number, to: number, isBackward = false): void {
    this.ellipse(x, y, radius, radius, 0, from, to, isBackward)
  }
  ellipse(
    x: number,
    y: number,
    rx: number,
    ry: number,
    _rotation: number,
    from: number,
    to: number,
    isBackward = false,
  ): void {
    const turn = Math.PI * 2
    const sweep = isBackward ? -Math.min(turn, from - to) : Math.min(turn, to - from)
    const at = (angle: number): string => `${round(x + rx * Math.cos(angle))} ${round(y + ry * Math.sin(angle))}`
    this.#path += `${this.#path === '' || Math.abs(sweep) >= turn ? 'M' : 'L'}${at(from)}`
    // An arc whose ends meet would vanish: draw it in two halves.
    for (const part of [0.5, 1]) {
      this.#path += `A${round(rx)} ${round(ry)} 0 0 ${sweep > 0 ? '1' : '0'} ${at(from + sweep * part)}`
    }
  }
  clip(): void {
    this.#clips += 1
    const id = `clip${String(this.#clips)}`
    const outer = this.#place.clip === undefined ? '' : ` clip-path="url(#${this.#place.clip})"`
    this.#parts.push(`<clipPath id="${id}"${outer}><path d="${this.#path}"${this.#transform()}/></clipPath>`)
    this.#place.clip = id
  }

  fill(path?: unknown): void {
    if (typeof path === 'object') return
    this.#element(`<path d="${this.#path}" fill="${escapeXml(this.fillStyle)}"`)
  }
  stroke(path?: unknown): void {
    if (typeof path === 'object') return
    this.#element(`<path d="${this.#path}" fill="none"${this.#strokeLook()}`)
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.#element(`<rect ${box(x, y, width, height)} fill="${escapeXml(this.fillStyle)}"`)
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#element(`<rect ${box(x, y, width, height)} fill="none"${this.#strokeLook()}`)
  }
  clearRect(): void {
    // A new picture starts empty, and nothing is rubbed out of it.
  }
  fillText(text: string, x: number, y: number): void {
    const { font, textAlign, textBaseline, fillStyle } = this
    const { size, family, weight } = fontParts(font)
    const down = (BASELINE_SHIFT[textBaseline] ?? 0) * size
    this.#element(
      `<text x="${round(x)}" y="${round(y + down)}" font-size="${String(size)}" font-weight="${weight}" font-family="${escapeXml(family)}" text-anchor="${ANCHORS[textAlign] ?? 'start'}" fill="${escapeXml(fillStyle)}"`,
      `${escapeXml(text)}</text>`,
    )
  }
  strokeText(): void {
    // Only outlines of labels are drawn so; the text itself comes by `fillText`.
  }
  measureText(text: string): unknown {
    return this.#measure(this.font, text)
  }
  setLineDash(dash: readonly number[]): void {
    this.#place.dash = [...dash]
  }
  getLineDash(): number[] {
    return [...this.#place.dash]
  }
  drawImage(): void {
    // Pictures within charts are not used.
  }
  createPattern(): string {
    return 'none'
  }

  #move([a, b, c, d, e, f]: Matrix): void {
    const [A, B, C, D, E, F] = this.#place.matrix
    this.#place.matrix = [
      A * a + C * b,
      B * a + D * b,
      A * c + C * d,
      B * c + D * d,
      A * e + C * f + E,
      B * e + D * f + F,
    ]
  }
  #transform(): string {
    const { matrix } = this.#place
    return matrix.every((part, index) => part === UNMOVED[index])
      ? ''
      : ` transform="matrix(${matrix.map(round).join(' ')})"`
  }
  #strokeLook(): string {
    const { strokeStyle, lineWidth, lineCap, lineJoin, lineDashOffset } = this
    const { dash } = this.#place
    const dashes =
      dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}" stroke-dashoffset="${String(lineDashOffset)}"`
    return ` stroke="${escapeXml(strokeStyle)}" stroke-width="${String(lineWidth)}" stroke-linecap="${lineCap}" stroke-linejoin="${lineJoin}"${dashes}`
  }
  #element(start: string, content?: string): void {
    const { globalAlpha } = this
    const { clip } = this.#place
    const alpha = globalAlpha === 1 ? '' : ` opacity="${String(globalAlpha)}"`
    // The clip has its own place: a group keeps the element's transform from moving it.
    const element = `${start}${alpha}${this.#transform()}${content === undefined ? '/>' : `>${content}`}`
    this.#parts.push(clip === undefined ? element : `<g clip-path="url(#${clip})">${element}</g>`)
  }
}

function lookOf(context: SvgContext): Look {
  return Object.fromEntries(LOOK.map((name) => [name, context[name]])) as Look
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function box(x: number, y: number, width: number, height: number): string {
  const [left, top] = [Math.min(x, x + width), Math.min(y, y + height)]
  return `x="${round(left)}" y="${round(top)}" width="${round(Math.abs(width))}" height="${round(Math.abs(height))}"`
}

/** Size, family and weight of a font as CSS writes it: `600 11px Inter, sans-serif`. */
function fontParts(font: string): { readonly size: number; readonly family: string; readonly weight: string } {
  const found = /([\d.]+)px(?:\/\S+)?\s+(.*)$/.exec(font)
  const weight = /\b(bold|\d00)\b/.exec(font)
  return { size: Number(found?.[1] ?? 10), family: found?.[2] ?? 'sans-serif', weight: weight?.[1] ?? 'normal' }
}

/** Text as XML may hold it. */
export function escapeXml(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (sign) => names[sign] ?? sign)
}
