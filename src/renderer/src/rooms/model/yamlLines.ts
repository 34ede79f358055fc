/** A piece of a line of YAML: what it is tells its colour. */
export interface YamlPiece {
  readonly kind: 'key' | 'value' | 'comment' | 'plain'
  readonly text: string
}

/** The pieces of each line: keys, values, comments. For looks only; what it means is the parser's business. */
export function yamlLines(text: string): readonly (readonly YamlPiece[])[] {
  return text.split('\n').map(linePieces)
}

const TOKEN =
  /("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|((?:^|(?<=\s))#.*$)|([A-Za-z0-9_.-]+|"(?:[^"\\]|\\.)*")(?=\s*:(?:\s|$))|([{}[\],:-])|([^\s{}[\],:#"']+)|(\s+|.)/g

function linePieces(line: string): readonly YamlPiece[] {
  const pieces: YamlPiece[] = []
  for (const match of line.matchAll(TOKEN)) {
    const [text, quoted, comment, key, mark, word] = match
    pieces.push({ kind: kindOf({ quoted, comment, key, mark, word }, line, match.index + text.length), text })
  }
  return pieces
}

function kindOf(found: Record<string, string | undefined>, line: string, end: number): YamlPiece['kind'] {
  if (found.comment !== undefined) return 'comment'
  if (found.key !== undefined) return 'key'
  if (found.quoted !== undefined) return /^\s*:(\s|$)/.test(line.slice(end)) ? 'key' : 'value'
  return found.word === undefined ? 'plain' : 'value'
}
