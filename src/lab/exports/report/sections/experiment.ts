import { heading, paragraph } from '../blocks.ts'
import type { Block } from '../blocks.ts'
import type { ReportContext } from '../reportContext.ts'
import type { ReportSection } from '../reportSection.ts'

/** The experiment file, as it was run. */
export const experimentSection: ReportSection = {
  id: 'experiment',
  names: { en: 'The experiment file', 'zh-CN': '实验文件' },
  blocks: experimentBlocks,
}

const EN = {
  title: 'To run it again',
  text: 'Save this as a file beside the data and give it to "holdout run".',
  label: 'Experiment file',
}
const ZH_CN: typeof EN = {
  title: '再次运行',
  text: '将以下内容存为文件，与数据放在一起，交给“holdout run”。',
  label: '实验文件',
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function experimentBlocks({ document: { experiment }, words }: ReportContext): readonly Block[] {
  const { title, text, label } = TEXTS[words.language]
  return [heading(title), paragraph(text), { kind: 'code', text: experiment, language: 'yaml', label }]
}
