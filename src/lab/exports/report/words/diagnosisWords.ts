import type { DiagnosisSection } from '../../../../core/diagnostics/diagnosisDocument.ts'
import { DIAGNOSTICS_BY_ID } from '../../../../core/diagnostics/diagnosticsById.ts'
import type { Diagnostic, SectionTable } from '../../../../core/diagnostics/diagnostic.ts'
import type { DiagnosticId } from '../../../../core/diagnostics/diagnosticTable.ts'
import { figureInWords } from '../../../../core/words/figureWords.ts'
import { zhDiagnosticCell, zhDiagnosticText } from '../../../../core/words/zhDiagnostics.ts'
import type { WordedSection } from '../../../../core/words/zhDiagnostics.ts'
import { ZH_METRICS } from '../../../../core/words/zhMetrics.ts'

const CHINESE = {
  isChinese: true,
  metric: (name: string): string => (Object.hasOwn(ZH_METRICS, name) ? ZH_METRICS[name] : name),
}

/** A section of the diagnoses, whose texts are English, in Chinese. Names from the data stay. */
export function sectionInChinese(section: DiagnosisSection): DiagnosisSection {
  const row = rowOf(section.id)
  const { title, howToRead } = row?.section.inChinese ?? section
  const inChinese = (table: SectionTable) => tableInChinese(section.id, row?.section, table)
  return {
    ...section,
    title,
    howToRead,
    figures: section.figures.map((figure) => (row?.drawing ? figureInWords(figure, row.drawing, CHINESE) : figure)),
    ...(section.together && { together: section.together.map(inChinese) }),
    candidates: section.candidates.map(({ name, tables, notes }) => ({
      name,
      tables: tables.map(inChinese),
      notes: notes.map((note) => zhDiagnosticText(note, row?.section)),
    })),
  }
}

/** The row of a section; a document of another version may have sections that are not known here. */
function rowOf(id: DiagnosticId): Diagnostic | undefined {
  return Object.hasOwn(DIAGNOSTICS_BY_ID, id) ? DIAGNOSTICS_BY_ID[id] : undefined
}

function tableInChinese(
  id: DiagnosticId,
  section: WordedSection | undefined,
  { title, head, rows }: SectionTable,
): SectionTable {
  return {
    ...(title !== undefined && { title: zhDiagnosticText(title, section) }),
    head: head.map((text) => zhDiagnosticText(text, section)),
    rows: rows.map((row) => row.map((cell, column) => zhDiagnosticCell(id, section, cell, column))),
  }
}
