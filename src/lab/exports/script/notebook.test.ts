import { expect, it } from 'vitest'
import { z } from 'zod'
import { notebook } from './notebook.ts'

/** The parts of the schema of nbformat 4.5 that a notebook without outputs has: https://github.com/jupyter/nbformat */
const cell = {
  id: z.string().regex(/^[a-zA-Z0-9-_]{1,64}$/),
  metadata: z.strictObject({}),
  source: z.array(z.string()),
}
const schema = z.strictObject({
  cells: z.array(
    z.discriminatedUnion('cell_type', [
      z.strictObject({ ...cell, cell_type: z.literal('markdown') }),
      z.strictObject({
        ...cell,
        cell_type: z.literal('code'),
        execution_count: z.null(),
        outputs: z.array(z.never()),
      }),
    ]),
  ),
  metadata: z.strictObject({
    kernelspec: z.strictObject({ name: z.string(), display_name: z.string(), language: z.string() }),
    language_info: z.strictObject({ name: z.string() }),
  }),
  nbformat: z.literal(4),
  nbformat_minor: z.int().min(5),
})

const CELLS = [
  '"""Sonar.\n\nMade by Holdout.\n"""',
  'import sys\n\nx = "é\\n"',
  'def evaluate():\n    print(x)',
  'if __name__ == "__main__":\n    check() if "--check" in sys.argv else evaluate()',
]
const written = schema.parse(JSON.parse(notebook(CELLS)))
const sources = written.cells.map(({ source }) => source.join(''))

it('is a notebook of nbformat 4.5, with an id for each cell', () => {
  expect(new Set(written.cells.map(({ id }) => id)).size).toBe(CELLS.length)
  expect(written.cells.map((one) => one.cell_type)).toEqual(['markdown', 'code', 'code', 'code'])
})

it('holds the cells of the script: its docstring as text, and at the end the call that the script makes', () => {
  expect(sources[0]).toBe('# Sonar.\n\nMade by Holdout.')
  expect(sources.slice(1, -1)).toEqual(CELLS.slice(1, -1))
  expect(sources.at(-1)).toBe('evaluate()')
  expect(CELLS.at(-1)).toContain('evaluate()')
})

it('cuts a source into lines that keep their ends', () => {
  expect(written.cells[1].source).toEqual(['import sys\n', '\n', 'x = "é\\n"'])
})
