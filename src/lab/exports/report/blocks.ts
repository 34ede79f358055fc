import type { Figure } from '../../../core/figures/figure.ts'
import type { Markup } from './markup.ts'

/** A cell of a table: text, or text with how it is shown. Markdown keeps the text alone. */
export type Cell = string | CellParts

export interface CellParts {
  readonly text: string
  /** Secondary text behind it. */
  readonly after?: string
  /** What is wrong, behind it. */
  readonly problem?: string
  /** The series of the figures that it names. */
  readonly series?: number
  readonly isStrong?: boolean
  readonly isCode?: boolean
  /** Breaks between words alone. */
  readonly isWhole?: boolean
  /** Takes the rest of the row. */
  readonly takesRest?: boolean
}

export interface Column {
  readonly title: string
  /** Numbers are aligned at their end. */
  readonly isNumber?: boolean
}

/** A table whose first column names its rows. */
export interface TableBlock {
  readonly kind: 'table'
  readonly title?: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  /** In small print. */
  readonly isSmall?: boolean
  /** Scrolls on its own where it is wider than the page. */
  readonly isWide?: boolean
}

/** A drawing with its words; Markdown leaves drawings out. */
export interface FigureBlock {
  readonly kind: 'figure'
  readonly title?: string
  readonly drawings: readonly Markup[]
  readonly caption?: string
  /** Small figures stand side by side. */
  readonly isPair?: boolean
}

/** What a section of a report consists of. HTML and Markdown render every kind. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly look?: 'note' | 'remark'; readonly strong?: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'code'; readonly text: string; readonly language: string; readonly label: string }
  | { readonly kind: 'figures'; readonly figures: readonly Figure[] }
  | TableBlock
  | FigureBlock

export function heading(text: string, level: 2 | 3 = 2): Block {
  return { kind: 'heading', level, text }
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', text }
}

/** Secondary text: how to read what stands above it. */
export function note(text: string): Block {
  return { kind: 'paragraph', look: 'note', text }
}

/** Names and values; those without a value are left out. */
export function facts(rows: readonly (readonly [name: string, value: string | undefined])[]): Block {
  const known = rows.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]))
  return { kind: 'facts', rows: known }
}

/** A column of numbers. */
export function numbers(title: string): Column {
  return { title, isNumber: true }
}
