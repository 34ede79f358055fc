import type { DiagnosisSection } from '../../../../core/diagnostics/diagnosisDocument.ts'
import type { DiagnosticId, SectionTable } from '../../../../core/diagnostics/diagnostic.ts'
import { figureInWords } from '../../../../core/words/figureWords.ts'
import { ZH_SECTIONS, zhDiagnosticCell, zhDiagnosticText } from '../../../../core/words/zhDiagnostics.ts'
import { ZH_FIGURES } from '../../../../core/words/zhFigures.ts'
import { ZH_METRICS } from '../../../../core/words/zhMetrics.ts'

/** A section of the diagnoses, whose texts are English, in Chinese. Names from the data stay. */
export function sectionInChinese(section: DiagnosisSection): DiagnosisSection {
  const inChinese = (table: SectionTable) => tableInChinese(section.id, table)
  return {
    ...section,
    ...ZH_SECTIONS[section.id],
    figures: section.figures.map((figure) => figureInWords(figure, { word, fold, metric })),
    ...(section.together && { together: section.together.map(inChinese) }),
    candidates: section.candidates.map(({ name, tables, notes }) => ({
      name,
      tables: tables.map(inChinese),
      notes: notes.map(zhDiagnosticText),
    })),
  }
}

function tableInChinese(id: DiagnosticId, { title, head, rows }: SectionTable): SectionTable {
  return {
    ...(title !== undefined && { title: zhDiagnosticText(title) }),
    head: head.map(zhDiagnosticText),
    rows: rows.map((row) => row.map((cell, column) => zhDiagnosticCell(id, cell, column))),
  }
}

function fold(repeat: string, index: string): string {
  return ZH_FIGURES.figure.fold.replace('{repeat}', repeat).replace('{fold}', index)
}

function metric(name: string): string {
  const names: Readonly<Record<string, string>> = ZH_METRICS
  return Object.hasOwn(names, name) ? names[name] : name
}

/** The text at a path such as `figure.parts.allRows`. */
function word(path: string, text: string): string {
  const found = path.split('.').reduce<unknown>((part, key) => valueIn(part, key), ZH_FIGURES)
  return typeof found === 'string' ? found : text
}

function valueIn(part: unknown, key: string): unknown {
  return typeof part === 'object' && part !== null && Object.hasOwn(part, key)
    ? (part as Readonly<Record<string, unknown>>)[key]
    : undefined
}
