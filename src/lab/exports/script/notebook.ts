/** The cells of a script as a Jupyter notebook (nbformat 4.5). */
export function notebook(cells: readonly string[]): string {
  const [head, ...code] = cells
  const written = {
    cells: [
      { cell_type: 'markdown', id: 'cell-0', metadata: {}, source: lines(titled(head)) },
      ...code.map((cell, index) => ({
        cell_type: 'code',
        id: `cell-${String(index + 1)}`,
        metadata: {},
        execution_count: null,
        outputs: [],
        source: lines(index === code.length - 1 ? 'evaluate()' : cell),
      })),
    ],
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  }
  return `${JSON.stringify(written, null, 1)}\n`
}

/** The text of the docstring, its first line as a heading. */
function titled(head: string): string {
  return `# ${head.slice(3, -3).trim()}`
}

/** Each line keeps its end, as notebooks have it. */
function lines(text: string): readonly string[] {
  return text.split(/(?<=\n)/)
}
