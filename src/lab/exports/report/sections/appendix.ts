import type { FitDocument } from '../../../../core/run/runDocument.ts'
import { facts, heading, note, numbers } from '../blocks.ts'
import type { Block, Cell } from '../blocks.ts'
import type { ReportContext } from '../reportContext.ts'
import { allCandidates } from './scores.ts'
import type { ReportSection } from '../reportSection.ts'

/** Splits whose preparation is listed. */
const MOST_SPLITS = 60

/** What is there to be checked rather than read: every candidate of a sweep, hashes and fingerprints. */
export const appendixSection: ReportSection = {
  id: 'appendix',
  names: { en: 'Appendix with hashes', 'zh-CN': '附录（指纹）' },
  blocks: appendixBlocks,
}

const EN = {
  title: 'Appendix',
  allCandidates: 'All candidates',
  fingerprints: 'Fingerprints',
  dataHash: 'SHA-256 of the data',
  prepared: 'What each fold was prepared by',
  trainRows: 'Training rows',
  testRows: 'Held-out rows',
  filled: 'Filled cells',
  unseen: 'Unseen categories',
  fingerprint: 'Fingerprint of what was fitted',
  some: (shown: number, of: number) => `The first ${String(shown)} of ${String(of)} splits.`,
}
const ZH_CN: typeof EN = {
  title: '附录',
  allCandidates: '全部候选',
  fingerprints: '指纹',
  dataHash: '数据的 SHA-256',
  prepared: '每一折的预处理',
  trainRows: '训练行',
  testRows: '留出行',
  filled: '填补的单元格',
  unseen: '未见过的类别',
  fingerprint: '拟合内容的指纹',
  some: (shown, of) => `${String(of)} 次划分中的前 ${String(shown)} 次。`,
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function appendixBlocks(context: ReportContext): readonly Block[] {
  const { document, words } = context
  const all = allCandidates(context)
  return [
    heading(TEXTS[words.language].title),
    ...(all ? [heading(TEXTS[words.language].allCandidates, 3), all] : []),
    heading(TEXTS[words.language].fingerprints, 3),
    facts([[TEXTS[words.language].dataHash, document.dataset.sha256]]),
    ...preparationBlocks(context),
  ]
}

/** One row per split: all models share its preparation. */
function preparationBlocks({ document: { models }, words }: ReportContext): readonly Block[] {
  const fits = (models.at(0)?.fitResults ?? []).filter(({ outer, preparation }) => outer === undefined && preparation)
  if (fits.length === 0) return []
  const { prepared, trainRows, testRows, filled, unseen, fingerprint, some } = TEXTS[words.language]
  const heads = [words.heads.fold, trainRows, testRows, filled, unseen]
  return [
    heading(prepared, 3),
    {
      kind: 'table',
      isSmall: true,
      columns: [numbers(words.heads.repeat), ...heads.map(numbers), { title: fingerprint }],
      rows: fits.slice(0, MOST_SPLITS).map(preparationRow),
    },
    ...(fits.length > MOST_SPLITS ? [note(some(MOST_SPLITS, fits.length))] : []),
  ]
}

function preparationRow({ repeat, fold, preparation }: FitDocument): readonly Cell[] {
  const { trainRows, testRows, imputedCells, unseenCategories, fingerprint = '' } = preparation ?? {}
  const counts = [trainRows, testRows, imputedCells, unseenCategories].map((value) => String(value ?? '–'))
  return [String(repeat + 1), String(fold + 1), ...counts, { text: fingerprint, isCode: true }]
}
