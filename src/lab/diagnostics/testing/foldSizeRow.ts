import type { Diagnostic } from '../../../core/diagnostics/diagnostic.ts'
import type { Drawing } from '../../../core/diagnostics/drawing.ts'

/** How it is drawn. */
const foldSizeDrawing = {
  id: 'foldSize',
  views: ['errors'],
  figures: (results) =>
    results.map(({ name, result }) => ({
      id: 'foldSize',
      title: `Sizes of folds, ${name}`,
      alt: `Rows held out in each fold of ${name}`,
      x: { title: 'Fold' },
      y: { title: 'Rows held out', low: 0 },
      series: [{ name, style: 0, kind: 'bars', role: 'main', x: result.map((_, fold) => fold + 1), y: result }],
    })),
  titles: { foldSize: { zh: '各折大小' } },
  inChinese: { Fold: '折', 'Rows held out': '留出行数' },
  howToRead: { en: 'Rows that each fold holds out.', zh: '各折留出的行数。' },
} as const satisfies Drawing<'foldSize', readonly number[]>

/** A diagnostic that stands in no table of the program: tests add it. */
export const foldSizeRow: Diagnostic<'foldSize', readonly number[]> = {
  id: 'foldSize',
  tasks: ['regression'],
  needs: 'predictions',
  compute: ({ heldOut }) => heldOut.fits.map(({ rows }) => rows.length),
  drawing: foldSizeDrawing,
  section: {
    title: 'Sizes of folds',
    howToRead: foldSizeDrawing.howToRead.en,
    inChinese: {
      title: foldSizeDrawing.titles.foldSize.zh,
      howToRead: foldSizeDrawing.howToRead.zh,
      texts: { 'which fold': '第几折' },
    },
    tables: (sizes) => [
      { head: ['which fold', 'rows'], rows: sizes.map((size, fold) => [String(fold + 1), String(size)]) },
    ],
  },
}
