import type { FitDocument } from '../../../../core/run/runDocument.ts'
import { facts, heading, note, numbers } from '../blocks.ts'
import type { Block, Cell } from '../blocks.ts'
import type { ReportContext } from '../reportContext.ts'
import { allCandidates } from './scores.ts'

/** Splits whose preparation is listed. */
const MOST_SPLITS = 60

/** What is there to be checked rather than read: every candidate of a sweep, hashes and fingerprints. */
export function appendixSection(context: ReportContext): readonly Block[] {
  const { document, words } = context
  const all = allCandidates(context)
  return [
    heading(words.appendix.title),
    ...(all ? [heading(words.appendix.allCandidates, 3), all] : []),
    heading(words.appendix.fingerprints, 3),
    facts([[words.appendix.dataHash, document.dataset.sha256]]),
    ...preparationBlocks(context),
  ]
}

/** One row per split: all models share its preparation. */
function preparationBlocks({ document: { models }, words }: ReportContext): readonly Block[] {
  const fits = (models.at(0)?.fitResults ?? []).filter(({ outer, preparation }) => outer === undefined && preparation)
  if (fits.length === 0) return []
  const { prepared, trainRows, testRows, filled, unseen, fingerprint, some } = words.appendix
  const heads = [words.folds.fold, trainRows, testRows, filled, unseen]
  return [
    heading(prepared, 3),
    {
      kind: 'table',
      isSmall: true,
      columns: [numbers(words.diverged.repeat), ...heads.map(numbers), { title: fingerprint }],
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
