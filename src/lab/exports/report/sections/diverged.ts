import { heading, note, numbers } from '../blocks.ts'
import type { Block } from '../blocks.ts'
import { joined } from '../reportContext.ts'
import type { ReportContext } from '../reportContext.ts'
import type { ReportSection } from '../reportSection.ts'

const MOST_DIVERGED = 200

/** Diverged fits by name; nothing where there are none. */
export const divergedSection: ReportSection = {
  id: 'diverged',
  names: { en: 'Diverged fits', 'zh-CN': '发散的拟合' },
  blocks: divergedBlocks,
}

const EN = {
  title: 'Diverged fits',
  outer: 'Inside outer fold',
  learningRate: 'Learning rate',
  some: (shown: number, of: number) => `The first ${String(shown)} of ${String(of)}.`,
  note: 'Their loss became infinite or no number. They are counted as failed and are in no mean above.',
}
const ZH_CN: typeof EN = {
  title: '发散的拟合',
  outer: '所在外层折',
  learningRate: '学习率',
  some: (shown, of) => `${String(of)} 次中的前 ${String(shown)} 次。`,
  note: '其损失变为无穷或不是数。它们计为失败，不计入上面的任何均值。',
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function divergedBlocks({ document: { models }, words }: ReportContext): readonly Block[] {
  const diverged = models.flatMap(({ name, fitResults }) =>
    fitResults.filter(({ status }) => status === 'diverged').map((fit) => ({ name, fit })),
  )
  if (diverged.length === 0) return []
  const { title, outer, learningRate, some, note: text } = TEXTS[words.language]
  const heads = [words.heads.repeat, words.heads.fold, outer, words.heads.epoch, learningRate]
  return [
    heading(title),
    {
      kind: 'table',
      isSmall: true,
      columns: [{ title: words.heads.model }, ...heads.map(numbers)],
      rows: diverged
        .slice(0, MOST_DIVERGED)
        .map(({ name, fit }) => [
          name,
          String(fit.repeat + 1),
          String(fit.fold + 1),
          fit.outer === undefined ? '–' : String(fit.outer + 1),
          String(fit.diverged?.epoch ?? '–'),
          String(fit.diverged?.learningRate ?? '–'),
        ]),
    },
    note(joined(words, diverged.length > MOST_DIVERGED && some(MOST_DIVERGED, diverged.length), text)),
  ]
}
