import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { exportCommand } from '../../cli/commands/exportCommand.ts'
import { EXPORT_FORMATS, exportFormat } from './formats.ts'

const ids = EXPORT_FORMATS.map(({ id }) => id)

it('has each format once, and finds it by its name', () => {
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.map(exportFormat)).toEqual(EXPORT_FORMATS)
  expect(() => exportFormat('pickle')).toThrow(`expected one of ${ids.join(', ')}, received "pickle"`)
})

it('is what the help of the command lists, in its order', () => {
  expect(exportCommand.notes?.slice(0, ids.length)).toEqual(EXPORT_FORMATS.map(({ id, doc }) => `${id}: ${doc}.`))
})

it('is what the guide of the command line lists, in its order', () => {
  const guide = readFileSync('docs/cli.md', 'utf8')
  const [, table] = guide.split(/^## export$/m)
  const rows = table
    .split(/^## /m)[0]
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  const listed = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, id]) => id))
  expect(listed).toEqual(ids)
})
