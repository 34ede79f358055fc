import type { DiagnosisSection } from '../../../../core/diagnostics/diagnosisDocument.ts'
import type { SectionTable } from '../../../../core/diagnostics/diagnostic.ts'
import { numberText } from '../../../../core/figures/numberText.ts'
import { heading, note, paragraph } from '../blocks.ts'
import type { Block, Cell, TableBlock } from '../blocks.ts'
import type { ReportContext } from '../reportContext.ts'

/** What the checks found; nothing where a run was not diagnosed. */
export function checksSection({ document: { diagnoses }, words }: ReportContext): readonly Block[] {
  if (!diagnoses || diagnoses.candidates.length === 0) return []
  const found = diagnoses.candidates.flatMap(({ name, checks }) => checks.map((finding) => ({ name, ...finding })))
  const silenced = [...new Set(found.filter((finding) => finding.silenced !== undefined).map(({ code }) => code))]
  const texts = words.checks
  const rows = found
    .filter((finding) => finding.silenced === undefined)
    .map((finding): readonly Cell[] => {
      const numbers = Object.entries(finding.evidence).map(([key, value]) => `${key} ${String(value)}`)
      return [
        { text: finding.name, isWhole: true },
        { text: `${finding.code}, ${texts.severity(finding.severity)}`, isWhole: true },
        { text: texts.text(finding), after: numbers.join(', ') },
      ]
    })
  const columns = [{ title: words.scores.model }, { title: texts.check }, { title: texts.found }]
  return [
    heading(texts.title),
    rows.length === 0 ? paragraph(texts.none) : { kind: 'table', isSmall: true, columns, rows },
    ...(silenced.length === 0 ? [] : [note(texts.silenced(silenced.join(', ')))]),
  ]
}

/** Where the models are wrong; nothing where a run was not diagnosed. */
export function diagnosesSection({ document: { diagnoses }, words }: ReportContext): readonly Block[] {
  if (!diagnoses || diagnoses.candidates.length === 0) return []
  const texts = words.diagnoses
  return [
    heading(texts.title),
    ...diagnoses.candidates
      .filter(({ isThresholdStored }) => isThresholdStored === true)
      .map(({ name, threshold }): Block => ({
        kind: 'paragraph',
        look: 'remark',
        text: texts.threshold(name, numberText(threshold)),
      })),
    note(texts.note),
    ...diagnoses.sections.flatMap((section) => sectionBlocks(texts.section(section))),
    ...diagnoses.candidates.flatMap(({ name, unavailable }) =>
      unavailable.map((reason) => note(`${name}: ${texts.unavailable(reason)}`)),
    ),
  ]
}

function sectionBlocks({ title, howToRead, figures, together = [], candidates }: DiagnosisSection): readonly Block[] {
  return [
    heading(title, 3),
    note(howToRead),
    ...(figures.length > 0 ? [{ kind: 'figures', figures } as const] : []),
    ...together.map((one) => tableBlock(one)),
    ...candidates.flatMap(({ name, tables, notes }) => [
      ...tables.map((one, index) => tableBlock(one, candidates.length > 1 && index === 0 ? name : undefined)),
      ...notes.map((text) => note(text)),
    ]),
  ]
}

/** @param name Of the candidate, before its first table. */
function tableBlock({ title, head, rows }: SectionTable, name?: string): TableBlock {
  const titles = [name, title].filter((part) => part !== undefined)
  return {
    kind: 'table',
    isSmall: true,
    isWide: true,
    ...(titles.length > 0 && { title: titles.join(', ') }),
    columns: head.map((column, index) => ({ title: column, isNumber: index > 0 })),
    rows,
  }
}
