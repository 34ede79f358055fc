import type { DiagnosisSection } from '../../../../core/diagnostics/diagnosisDocument.ts'
import type { SectionTable } from '../../../../core/diagnostics/diagnostic.ts'
import { numberText } from '../../../../core/figures/numberText.ts'
import { heading, note } from '../blocks.ts'
import type { Block, TableBlock } from '../blocks.ts'
import type { ReportContext } from '../reportContext.ts'
import type { ReportSection } from '../reportSection.ts'
import { zhDiagnosticText } from '../../../../core/words/zhDiagnostics.ts'
import { sectionInChinese } from '../words/diagnosisWords.ts'

/** Where the models are wrong; nothing where a run was not diagnosed. */
export const diagnosesSection: ReportSection = {
  id: 'diagnoses',
  names: { en: 'Errors and figures', 'zh-CN': '错误与图' },
  blocks: diagnosesBlocks,
}

const EN = {
  title: 'Where the models are wrong',
  threshold: (name: string, value: string) =>
    `${name}: the threshold ${value} was chosen and stored with the run. Counts and scores of classes are at this threshold.`,
  note: 'All numbers are of held-out rows.',
  section: (section: DiagnosisSection): DiagnosisSection => section,
  unavailable: (reason: string): string => reason,
}
const ZH_CN: typeof EN = {
  title: '模型在哪里出错',
  threshold: (name, value) => `${name}：选定并随运行保存的阈值为 ${value}。各类别的计数和得分均按此阈值。`,
  note: '所有数字均来自留出行。',
  section: sectionInChinese,
  unavailable: (reason) => zhDiagnosticText(reason),
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function diagnosesBlocks({ document: { diagnoses }, words }: ReportContext): readonly Block[] {
  if (!diagnoses || diagnoses.candidates.length === 0) return []
  const texts = TEXTS[words.language]
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
