import type { Block, Cell, CellParts, Column, FigureBlock, TableBlock } from './blocks.ts'
import { markup } from './markup.ts'
import type { Markup } from './markup.ts'
import { figureChart, figureLegend } from './svg/figureChart.ts'
import { seriesKey } from './svg/marker.ts'
import { seriesStyle } from './svg/seriesStyle.ts'

/** Blocks as HTML. */
export function blocksAsHtml(blocks: readonly Block[]): Markup {
  return markup`${blocks.map((block) => markup`${blockMarkup(block)} `)}`
}

function blockMarkup(block: Block): Markup {
  switch (block.kind) {
    case 'heading':
      return block.level === 2 ? markup`<h2>${block.text}</h2>` : markup`<h3>${block.text}</h3>`
    case 'paragraph':
      return block.look === undefined
        ? markup`<p>${block.text}</p>`
        : markup`<p class="${block.look}">${block.text}</p>`
    case 'facts':
      return markup`<dl>
        ${block.rows.map(
          ([name, value]) =>
            markup`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>`
    case 'code':
      return markup`<pre tabindex="0" role="region" aria-label="${block.label}">${block.text}</pre>`
    case 'figures':
      return markup`<div class="pair">
        ${block.figures.map(
          (figure) =>
            markup`<figure>
              <figcaption class="above">${figure.title}</figcaption>
              ${figureChart(figure)}
              <figcaption>${figureLegend(figure)}</figcaption>
            </figure>`,
        )}
      </div>`
    case 'figure':
      return figureMarkup(block)
    case 'table':
      return tableMarkup(block)
  }
}

function figureMarkup({ title, drawings, caption, isPair }: FigureBlock): Markup {
  return markup`<figure>
    ${title !== undefined && markup`<figcaption class="above"><strong>${title}</strong></figcaption>`}
    ${isPair ? markup`<div class="pair">${drawings}</div>` : drawings}
    ${caption !== undefined && markup`<figcaption>${caption}</figcaption>`}
  </figure>`
}

function tableMarkup({ title, columns, rows, isSmall, isWide }: TableBlock): Markup {
  const heads = columns.map((column) => markup`<th scope="col"${classOf(column)}>${column.title}</th>`)
  const table = markup`<table${isSmall ? markup` class="small"` : null}>
    <thead>
      <tr>
        ${heads}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => rowMarkup(row, columns))}
    </tbody>
  </table>`
  return markup`${title !== undefined && markup`<p class="above"><strong>${title}</strong></p>`}
    ${isWide ? markup`<div class="wide">${table}</div>` : table}`
}

function rowMarkup(row: readonly Cell[], columns: readonly Column[]): Markup {
  return markup`<tr>
    ${row.map((cell, index) => cellMarkup(partsOf(cell), { column: columns[index], index, of: columns.length }))}
  </tr> `
}

interface Place {
  readonly column: Column
  readonly index: number
  /** Columns of the table. */
  readonly of: number
}

function cellMarkup(cell: CellParts, { column, index, of }: Place): Markup {
  const { text, after, problem, series } = cell
  const content = markup`${series !== undefined && seriesKey(seriesStyle(series))}${text}${after !== undefined && markup` <span class="muted">${after}</span>`}${problem !== undefined && markup` <span class="bad">${problem}</span>`}`
  if (index === 0) return markup`<th scope="row"${classOf(column, { isWhole: cell.isWhole === true })}>${content}</th>`
  const span = cell.takesRest === true && markup` colspan="${of - index}"`
  return markup`<td${cell.takesRest === true ? null : classOf(column, cell)}${span}>${content}</td>`
}

function classOf({ isNumber }: Column, { isStrong, isCode, isWhole }: Partial<CellParts> = {}): Markup | null {
  const names = [
    isNumber === true && 'num',
    isStrong === true && 'strong',
    isCode === true && 'code',
    isWhole === true && 'whole',
  ].filter(Boolean)
  return names.length === 0 ? null : markup` class="${names.join(' ')}"`
}

function partsOf(cell: Cell): CellParts {
  return typeof cell === 'string' ? { text: cell } : cell
}
