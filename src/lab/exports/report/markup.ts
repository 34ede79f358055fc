/**
 * HTML and SVG that is safe by construction: whatever is put into the {@link markup} template is escaped, unless it is
 * markup itself. Names and cells from data can therefore never become tags.
 */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

/** What a template takes: text and numbers are escaped, lists are joined, `null`, `undefined` and `false` are nothing. */
export type MarkupPart = Markup | string | number | null | undefined | false | readonly MarkupPart[]

/** Template for markup; see {@link Markup}. */
export function markup(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  const pieces = strings.map((text, index) => text + (index < parts.length ? partText(parts[index]) : ''))
  return new Markup(pieces.join(''))
}

/** Text as it may stand between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replace(CONTROLS, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** Characters that HTML does not allow, and lone surrogates, which UTF-8 cannot hold. */
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/gu

function partText(part: MarkupPart): string {
  if (part instanceof Markup) return part.text
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return part.map(partText).join('')
}
