import { strToU8, zipSync } from 'fflate'

type Row = readonly (string | number)[]

/** A sheet: its name, and its rows from the cell A1. */
export type Sheet = readonly [name: string, rows: readonly Row[]]

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

/** A workbook (`.xlsx`) of these sheets; an empty text is an empty cell. */
export function workbookOf(sheets: readonly Sheet[]): Uint8Array {
  const paths = sheets.map((_, at) => `worksheets/sheet${String(at + 1)}.xml`)
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets
      .map(([name], at) => `<sheet name="${name}" sheetId="${String(at + 1)}" r:id="rId${String(at + 1)}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(paths.map((path) => ['worksheet', path])),
    ...Object.fromEntries(sheets.map(([, rows], at) => [`xl/${paths[at]}`, sheetXml(rows)])),
  }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])))
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const all = targets.map(
    ([type, target], at) => `<Relationship Id="rId${String(at + 1)}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`
}

function sheetXml(rows: readonly Row[]): string {
  const all = rows.map((row, at) => {
    const cells = row.map((cell, column) => cellXml(cell, `${columnName(column)}${String(at + 1)}`))
    return `<row r="${String(at + 1)}">${cells.join('')}</row>`
  })
  return `<worksheet xmlns="${MAIN}"><sheetData>${all.join('')}</sheetData></worksheet>`
}

function cellXml(cell: string | number, place: string): string {
  if (cell === '') return ''
  if (typeof cell === 'number') return `<c r="${place}"><v>${String(cell)}</v></c>`
  return `<c r="${place}" t="inlineStr"><is><t>${cell}</t></is></c>`
}

/** Of the first 26 columns. */
function columnName(column: number): string {
  return String.fromCharCode(65 + column)
}
