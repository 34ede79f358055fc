import { heading, note, paragraph } from '../blocks.ts'
import type { Block, Cell } from '../blocks.ts'
import type { ReportContext } from '../reportContext.ts'
import type { ReportSection } from '../reportSection.ts'
import { checkCoded } from '../../../../core/diagnostics/checks/checkTable.ts'
import type { CheckFinding } from '../../../../core/diagnostics/checks/check.ts'
import { ZH_CHECKS } from '../../../../core/words/zhChecks.ts'
import { textOf } from '../words/zhText.ts'

/** What the checks found; nothing where a run was not diagnosed. */
export const checksSection: ReportSection = {
  id: 'checks',
  names: { en: 'Checks', 'zh-CN': '检查' },
  blocks: checksBlocks,
}

const EN = {
  title: 'Checks',
  check: 'Check',
  found: 'What was found, and what to do',
  none: 'None of the checks found anything.',
  silenced: (codes: string) => `Silenced: ${codes}.`,
  text: ({ code, title }: CheckFinding): string => `${title}. ${checkCoded(code)?.advice ?? ''}`,
}
const ZH_CN: typeof EN = {
  title: '检查',
  check: '检查项',
  found: '发现了什么，以及怎么做',
  none: '没有检查发现问题。',
  silenced: (codes) => `已静音：${codes}。`,
  text: ({ code, title }) => {
    const known = textOf(ZH_CHECKS, code)
    return known ? `${known.title}。${known.advice}` : title
  },
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function checksBlocks({ document: { diagnoses }, words }: ReportContext): readonly Block[] {
  if (!diagnoses || diagnoses.candidates.length === 0) return []
  const found = diagnoses.candidates.flatMap(({ name, checks }) => checks.map((finding) => ({ name, ...finding })))
  const silenced = [...new Set(found.filter((finding) => finding.silenced !== undefined).map(({ code }) => code))]
  const texts = TEXTS[words.language]
  const rows = found
    .filter((finding) => finding.silenced === undefined)
    .map((finding): readonly Cell[] => {
      const numbers = Object.entries(finding.evidence).map(([key, value]) => `${key} ${String(value)}`)
      return [
        { text: finding.name, isWhole: true },
        { text: `${finding.code}, ${words.severity(finding.severity)}`, isWhole: true },
        { text: texts.text(finding), after: numbers.join(', ') },
      ]
    })
  const columns = [{ title: words.heads.model }, { title: texts.check }, { title: texts.found }]
  return [
    heading(texts.title),
    rows.length === 0 ? paragraph(texts.none) : { kind: 'table', isSmall: true, columns, rows },
    ...(silenced.length === 0 ? [] : [note(texts.silenced(silenced.join(', ')))]),
  ]
}
