import { facts, heading, note, numbers, paragraph } from '../blocks.ts'
import type { Block, Cell } from '../blocks.ts'
import { count, decimals, significant } from '../formatNumbers.ts'
import { joined } from '../reportContext.ts'
import type { ReportContext } from '../reportContext.ts'

/** The dataset, what the pre-flight found and what its import changed. */
export function dataSection(context: ReportContext): readonly Block[] {
  const { document, words } = context
  const { file, rows, features, target, classes, classCounts } = document.dataset
  const classWords = classes?.map((label, code) => `${label} (${count(classCounts?.[code] ?? 0)})`).join('; ')
  const texts = words.data
  return [
    heading(texts.title),
    facts([
      [texts.file, file],
      [texts.rows, count(rows)],
      [texts.features, count(features)],
      [texts.target, target],
      [texts.classes, classWords],
    ]),
    ...findingBlocks(context),
    ...ledgerBlocks(context),
  ]
}

function findingBlocks({ document: { findings = [] }, words }: ReportContext): readonly Block[] {
  if (findings.length === 0) return []
  const texts = words.data
  return [
    heading(texts.findings, 3),
    {
      kind: 'table',
      isSmall: true,
      columns: [{ title: texts.column }, { title: texts.kind }, { title: texts.found }, { title: texts.fix }],
      rows: findings.map((finding) => [
        finding.column ?? texts.table,
        texts.severity(finding.severity),
        texts.finding(finding),
        texts.fixOf(finding),
      ]),
    },
  ]
}

function ledgerBlocks({ document: { ledger }, words }: ReportContext): readonly Block[] {
  const texts = words.data
  if (ledger.length === 0) return [note(texts.noChanges)]
  return [
    heading(texts.ledger, 3),
    {
      kind: 'table',
      isSmall: true,
      columns: [{ title: texts.column }, numbers(texts.count), { title: texts.changed }, numbers(texts.lines)],
      rows: ledger.map((entry) => [
        entry.column ?? texts.wholeFile,
        count(entry.count),
        texts.entry(entry),
        entry.samples.map(({ line }) => line).join(', '),
      ]),
    },
  ]
}

/** Nodes of a place that are named at most. */
const MOST_NODES = 10

/** How it was done: what was fitted where, and with what. */
export function methodSection(context: ReportContext): readonly Block[] {
  const { document, words } = context
  const { backend, environment, seed, overrides, notices } = document
  const texts = words.method
  const given = overrides && Object.entries(overrides).map(([name, value]) => `${name}: ${String(value)}`)
  const memory = decimals(environment.memoryBytes / 2 ** 30, 1)
  const remarks = [...(backend?.notice === undefined ? [] : [backend.notice]), ...notices]
  return [
    heading(texts.title),
    paragraph(texts.text),
    facts([
      ['Holdout', environment.holdout],
      [texts.backend, backend ? `${backend.name} ${backend.version}, ${backend.program}` : undefined],
      [texts.threads, backend ? texts.threadsOf(backend.threads.intraOp, backend.threads.interOp) : undefined],
      [texts.seed, String(seed)],
      [texts.overrides, given?.join(', ')],
      [texts.place, placeFact(context)],
      [texts.machine, texts.machineOf(environment.cpu, environment.cores, memory)],
      [texts.system, `${environment.platform}, Node ${environment.node}`],
    ]),
    ...remarks.map((text): Block => ({ kind: 'paragraph', look: 'remark', text })),
    ...learnedBlocks(context),
  ]
}

/** Where it was trained, and what was lost and trained again there. */
function placeFact({ document: { place }, words: { method: texts } }: ReportContext): string | undefined {
  if (!place) return undefined
  const { name, host, agreed, parts } = place
  const nodes = [...new Set(parts.flatMap(({ node }) => node ?? []))].slice(0, MOST_NODES)
  const losses = parts.reduce((sum, part) => sum + part.losses, 0)
  return [
    host === undefined ? name : `${name} (${host})`,
    ...(parts.length > 0 ? [texts.partsOf(parts.length, nodes, losses)] : []),
    ...(agreed ? [texts.agreed[agreed]] : []),
  ].join('; ')
}

/** What was learned of each column: how far it reaches over the splits. */
function learnedBlocks({ document: { learned }, words }: ReportContext): readonly Block[] {
  if (!learned || learned.columns.length === 0) return []
  const { columns, splits, of } = learned
  const texts = words.method
  const range = (values: readonly number[]): string => {
    if (values.length === 0) return '–'
    const [low, high] = [Math.min(...values), Math.max(...values)].map(significant)
    return low === high ? low : words.interval(low, high)
  }
  return [
    heading(texts.learned, 3),
    {
      kind: 'table',
      isSmall: true,
      columns: [{ title: words.data.column }, ...[texts.fill, texts.center, texts.scale, texts.levels].map(numbers)],
      rows: columns.map((column): readonly Cell[] =>
        column.kind === 'number'
          ? [column.name, range(column.fill), range(column.center), range(column.scale), '–']
          : [column.name, '–', '–', '–', texts.levelsOf(range(column.levels), column.levelsInAll)],
      ),
    },
    note(
      joined(
        words,
        texts.learnedNote(splits.length),
        of > columns.length && texts.learnedSome(columns.length, of),
        texts.proof,
      ),
    ),
  ]
}

/** The experiment file, as it was run. */
export function experimentSection({ document: { experiment }, words }: ReportContext): readonly Block[] {
  const { title, text, label } = words.experiment
  return [heading(title), paragraph(text), { kind: 'code', text: experiment, language: 'yaml', label }]
}
