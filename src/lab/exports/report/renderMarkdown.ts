import type { Block, Cell, TableBlock } from './blocks.ts'

/** Blocks as Markdown: words, tables and code; drawings are left out. */
export function blocksAsMarkdown(blocks: readonly Block[]): string {
  return blocks
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n\n')
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${inline(block.text)}`
    case 'paragraph':
      return inline(block.text)
    case 'facts':
      return block.rows.map(([name, value]) => `- ${inline(name)}: ${inline(value)}`).join('\n')
    case 'code':
      return fenced(block.text, block.language)
    case 'table':
      return tableText(block)
    case 'figure':
    case 'figures':
      return ''
  }
}

function tableText({ title, columns, rows }: TableBlock): string {
  const head = columns.map((column) => inline(column.title))
  const alignment = columns.map(({ isNumber }) => (isNumber === true ? '---:' : '---'))
  const cells = rows.map((row) => columns.map((_, index) => (index < row.length ? inline(textOf(row[index])) : '')))
  const table = [head, alignment, ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n')
  return title === undefined ? table : `**${inline(title)}**\n\n${table}`
}

function textOf(cell: Cell): string {
  if (typeof cell === 'string') return cell
  return [cell.text, cell.after, cell.problem].filter((part) => part !== undefined).join(' ')
}

/** Text as Markdown that stays text: nothing in it marks up, links or breaks a table. */
export function inline(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ')
  return oneLine.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/([a-z]+):\/\//gi, '$1\\://')
}

/** A code block whose fence is longer than any within. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`
}
