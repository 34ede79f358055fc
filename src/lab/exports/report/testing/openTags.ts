const VOID: ReadonlySet<string> = new Set(['meta', 'br', 'hr', 'img', 'link', 'input'])

/**
 * Reads HTML tag by tag and throws at the first that is not closed in order, or whose attributes are not quoted.
 * Content of `style` and `script` is skipped. Returns the names of all elements.
 */
export function readTags(html: string): string[] {
  const open: string[] = []
  const names: string[] = []
  const tags = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z][\w:-]*="[^"<>]*")*)\s*(\/?)>|<!doctype html>|</g
  for (let match = tags.exec(html); match; match = tags.exec(html)) {
    const [whole, isEnd, name, , isClosed] = match
    if (whole === '<!doctype html>') continue
    if (whole === '<') throw new Error(`no tag: ${html.slice(match.index, match.index + 60)}`)
    if (isEnd) {
      if (open.pop() !== name)
        throw new Error(`</${name}> closes nothing: ${html.slice(match.index - 60, match.index)}`)
      continue
    }
    names.push(name)
    if (isClosed || VOID.has(name)) continue
    if (name === 'style' || name === 'script') {
      tags.lastIndex = html.indexOf(`</${name}>`, tags.lastIndex)
    }
    open.push(name)
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`)
  return names
}
