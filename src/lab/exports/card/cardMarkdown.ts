import type { CardSection, ModelCard } from './modelCard.ts'

/** A model card as Markdown. */
export function cardMarkdown({ title, lede, sections }: ModelCard): string {
  return `${[`# ${inline(title)}`, inline(lede), ...sections.map(sectionText)].join('\n\n')}\n`
}

function sectionText({ title, paragraphs, table }: CardSection): string {
  const parts = [`## ${inline(title)}`, ...paragraphs.map(inline)]
  if (table) {
    const lines = [table.head, table.head.map(() => '---'), ...table.rows]
    parts.push(lines.map((cells) => `| ${cells.map(inline).join(' | ')} |`).join('\n'))
  }
  return parts.join('\n\n')
}

/** Text on one line that is nothing but text: names and cells come from people. */
function inline(text: string): string {
  return text === '---' ? text : text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|]/g, '\\$&')
}
