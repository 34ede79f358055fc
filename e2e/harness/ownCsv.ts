import iconv from 'iconv-lite'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const CITIES = ['Łódź', 'Kraków'] as const
const ROWS = 60

/**
 * A file as a spreadsheet in Poland writes it: semicolons, decimal commas, windows-1250, years as names of columns, which
 * look like data, and a code that looks like a number. The city follows from the numbers.
 */
export async function writeOwnCsv(folder: string): Promise<string> {
  const file = join(folder, 'odczyty.csv')
  const lines = ['2021;2022;2023;4;5', ...Array.from({ length: ROWS }, (_, row) => lineOf(row))]
  await writeFile(file, iconv.encode(`${lines.join('\r\n')}\r\n`, 'windows-1250'))
  return file
}

function lineOf(row: number): string {
  const isSecond = row % 2
  const reading = (step: number): string => (1 + isSecond + ((row * step) % 17) / 20).toFixed(2).replace('.', ',')
  const missingAt = row === 7 ? 'NA' : reading(5)
  return [reading(3), missingAt, reading(7), CITIES[isSecond], row % 3].join(';')
}
