import { readFile } from 'node:fs/promises'

/** Rows of a CSV file without quotes, by column. */
export async function readCsvRows(path: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const [head, ...lines] = (await readFile(path, 'utf8')).trim().split(/\r?\n/)
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index], cell])))
}
