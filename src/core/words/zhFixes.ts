import type { FindingKind } from '../diagnostics/finding.ts'

/** What to do about a finding of the pre-flight, in Chinese. */
export const ZH_FIXES: Readonly<Record<FindingKind, string>> = {
  constant: '忽略该列。',
  empty: '忽略该列。',
  idLike: '将其角色设为 id。',
  duplicateRows: '检查是否重复记录；如是，每组只保留一行。',
  duplicatesAcrossFolds: '让相同的行保持在一起（validation 下的 groups: equalRows），或删除重复的行。',
  leakage: '检查该值在目标之前是否已知；如果由目标得出，请忽略该列。',
  tinyClass: '减少折数、与其他类别合并，或收集更多该类别的行。',
  loneClass: '去掉该类别、与其他类别合并，或收集更多该类别的行。',
  imbalance: '与该比例比较，使用平衡准确率，或为类别加权（classWeight: balanced）。',
  missingTarget: '从文件中去掉这些行，或补上目标。',
  nonFinite: '在导入记录中查看行号；更正它们，或按缺失填补。',
  unreadable: '在导入记录中查看行号；更正它们，或声明为缺失。',
  highCardinality: '合并少见的类别、使用序数编码，或忽略该列。',
  mostlyNumbers: '如果该列是数量，请将类型设为 number：其余单元格将按缺失处理。',
  bigIntegers: '将该列的角色设为 id 或 group。',
  unseenCategories: '如果很多，请合并少见的类别。',
  mostlyMissing: '忽略该列，或添加缺失指示列。',
  leftOut: '若要作为类别使用，请将其角色设为 feature。',
  groupsTooFew: '折数不要超过分组数。',
  groupsIgnored: '使用按组划分的策略；若同组的行彼此独立，在 validation 下写 groups: ignore。',
  groupsIgnoredByChoice: '除非同组的行彼此独立，否则请删除 groups: ignore。',
  repeatedIds: '将其角色设为 group，使同组的行保持在一起。',
  notInTimeOrder: '在 validation 下用 time 指定时间列以排序；若行已按时间排列，写 rowsInOrder: true。',
  timeOrderUnknown: '在 validation 下用 time 指定时间列，或用 rowsInOrder: true 确认顺序。',
}
