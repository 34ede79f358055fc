import { facts, heading, note, numbers } from '../blocks.ts'
import type { Block } from '../blocks.ts'
import { count } from '../formatNumbers.ts'
import type { ReportContext } from '../reportContext.ts'
import type { ReportSection } from '../reportSection.ts'
import type { Finding } from '../../../../core/diagnostics/finding.ts'
import type { LedgerEntry } from '../../../../core/dataset/ledger.ts'
import { ZH_FINDINGS } from '../../../../core/words/zhFindings.ts'
import { ZH_FIXES } from '../../../../core/words/zhFixes.ts'
import { ZH_LEDGER_KINDS } from '../../../../core/words/zhLedger.ts'
import { filled, textOf } from '../words/zhText.ts'

/** The dataset, what the pre-flight found and what its import changed. */
export const dataSection: ReportSection = {
  id: 'data',
  names: { en: 'Data, findings, import ledger', 'zh-CN': '数据、发现、导入记录' },
  blocks: dataBlocks,
}

const EN = {
  title: 'The data',
  file: 'File',
  rows: 'Rows',
  features: 'Features',
  target: 'Target',
  classes: 'Classes',
  findings: 'Pre-flight findings',
  kind: 'Kind',
  found: 'What was found',
  fix: 'How to fix it',
  table: 'whole table',
  wholeFile: 'whole file',
  finding: ({ message }: Finding): string => message,
  fixOf: ({ fix }: Finding): string => fix,
  ledger: 'Import ledger',
  noChanges: 'The import made no changes.',
  count: 'Count',
  changed: 'What was changed or guessed',
  lines: 'Lines, up to five',
  entry: ({ message }: LedgerEntry): string => message,
}
const ZH_CN: typeof EN = {
  title: '数据',
  file: '文件',
  rows: '行数',
  features: '特征',
  target: '目标',
  classes: '类别',
  findings: '训练前检查的发现',
  kind: '程度',
  found: '发现',
  fix: '如何解决',
  table: '整个表',
  wholeFile: '整个文件',
  finding: ({ kind, column = '', evidence }) => filled(ZH_FINDINGS[kind].why, { column, ...evidence }),
  fixOf: ({ kind }) => ZH_FIXES[kind],
  ledger: '导入记录',
  noChanges: '导入没有做任何更改。',
  count: '数量',
  changed: '更改或推断的内容',
  lines: '行号（最多五个）',
  entry: ({ kind, message }) => textOf(ZH_LEDGER_KINDS, kind) ?? message,
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function dataBlocks(context: ReportContext): readonly Block[] {
  const { document, words } = context
  const { file, rows, features, target, classes, classCounts } = document.dataset
  const classWords = classes?.map((label, code) => `${label} (${count(classCounts?.[code] ?? 0)})`).join('; ')
  const texts = TEXTS[words.language]
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
  const texts = TEXTS[words.language]
  return [
    heading(texts.findings, 3),
    {
      kind: 'table',
      isSmall: true,
      columns: [{ title: words.heads.column }, { title: texts.kind }, { title: texts.found }, { title: texts.fix }],
      rows: findings.map((finding) => [
        finding.column ?? texts.table,
        words.severity(finding.severity),
        texts.finding(finding),
        texts.fixOf(finding),
      ]),
    },
  ]
}

function ledgerBlocks({ document: { ledger }, words }: ReportContext): readonly Block[] {
  const texts = TEXTS[words.language]
  if (ledger.length === 0) return [note(texts.noChanges)]
  return [
    heading(texts.ledger, 3),
    {
      kind: 'table',
      isSmall: true,
      columns: [{ title: words.heads.column }, numbers(texts.count), { title: texts.changed }, numbers(texts.lines)],
      rows: ledger.map((entry) => [
        entry.column ?? texts.wholeFile,
        count(entry.count),
        texts.entry(entry),
        entry.samples.map(({ line }) => line).join(', '),
      ]),
    },
  ]
}
