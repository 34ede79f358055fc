import { facts, heading, note, numbers, paragraph } from '../blocks.ts'
import type { Block, Cell } from '../blocks.ts'
import { decimals, significant } from '../formatNumbers.ts'
import { joined } from '../reportContext.ts'
import type { ReportContext } from '../reportContext.ts'
import type { ReportSection } from '../reportSection.ts'
import { plural } from '../words/plural.ts'

/** Nodes of a place that are named at most. */
const MOST_NODES = 10

/** How it was done: what was fitted where, and with what. */
export const methodSection: ReportSection = {
  id: 'method',
  names: { en: 'Method, machine, versions', 'zh-CN': '方法、机器、版本' },
  blocks: methodBlocks,
}

const EN = {
  title: 'How it was done',
  text: 'Whatever learns from data (filling gaps, scaling, encoding, class weights, early stopping) was fitted on the training rows of each fold alone. Every model saw the same folds.',
  backend: 'Backend',
  threads: 'Threads',
  threadsOf: (within: number, between: number) => `${String(within)} within and ${String(between)} between operations`,
  seed: 'Seed',
  overrides: 'Given for this run',
  place: 'Trained at',
  /** Parts of a run on a place; `losses`: how often one was trained again. */
  partsOf: (parts: number, nodes: readonly string[], losses: number) => {
    const again = `${plural(losses, 'part')} trained again after a trainer or a node was lost`
    return `${plural(parts, 'part')}${nodes.length > 0 ? ` on ${nodes.join(', ')}` : ''}${losses > 0 ? `, ${again}` : ''}`
  },
  agreed: {
    now: 'the person agreed that the dataset is copied there',
    earlier: 'the person had agreed earlier that the dataset is copied there',
  },
  machine: 'Machine',
  machineOf: (cpu: string, cores: number, memory: string) => `${cpu}, ${String(cores)} cores, ${memory} GiB`,
  system: 'System',
  learned: 'What was learned of each column',
  fill: 'Fill value',
  center: 'Center',
  scale: 'Scale',
  levels: 'Levels in training rows',
  levelsOf: (levels: string, all: number) => `${levels} of ${String(all)}`,
  learnedNote: (splits: number) =>
    `Lowest to highest over ${String(splits)} splits, each learned from the training rows of that split.`,
  learnedSome: (shown: number, of: number) => `The first ${String(shown)} of ${String(of)} columns.`,
  proof:
    '"holdout runs verify RUN --fit-scope" computes this anew from the data and proves that no held-out row took part.',
}
const ZH_CN: typeof EN = {
  title: '如何完成',
  text: '凡是从数据中学习的步骤（填补缺失、缩放、编码、类别权重、早停），都只在各折的训练行上拟合。所有模型使用相同的折。',
  backend: '后端',
  threads: '线程',
  threadsOf: (within, between) => `运算内 ${String(within)} 个，运算间 ${String(between)} 个`,
  seed: '种子',
  overrides: '本次运行的设定',
  place: '训练地点',
  partsOf: (parts, nodes, losses) =>
    `${String(parts)} 个部分${nodes.length > 0 ? `，位于 ${nodes.join('、')}` : ''}${losses > 0 ? `，其中 ${String(losses)} 次因训练进程或节点丢失而重新训练` : ''}`,
  agreed: { now: '本人同意将数据集复制到该处', earlier: '本人此前已同意将数据集复制到该处' },
  machine: '机器',
  machineOf: (cpu, cores, memory) => `${cpu}，${String(cores)} 核，${memory} GiB`,
  system: '系统',
  learned: '从每一列学到的内容',
  fill: '填补值',
  center: '中心',
  scale: '尺度',
  levels: '训练行中的取值',
  levelsOf: (levels, all) => `${String(all)} 个中的 ${levels} 个`,
  learnedNote: (splits) => `${String(splits)} 次划分中的最低至最高值，均只从该划分的训练行学得。`,
  learnedSome: (shown, of) => `${String(of)} 列中的前 ${String(shown)} 列。`,
  proof: '“holdout runs verify RUN --fit-scope”会从数据重新计算，并证明没有留出行参与。',
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function methodBlocks(context: ReportContext): readonly Block[] {
  const { document, words } = context
  const { backend, environment, seed, overrides, notices } = document
  const texts = TEXTS[words.language]
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
function placeFact({ document: { place }, words }: ReportContext): string | undefined {
  if (!place) return undefined
  const texts = TEXTS[words.language]
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
  const texts = TEXTS[words.language]
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
      columns: [{ title: words.heads.column }, ...[texts.fill, texts.center, texts.scale, texts.levels].map(numbers)],
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
