/** Findings of the pre-flight in Chinese: `{name}` stands for a part of the evidence, `{column}` for the column. */
export const ZH_FINDINGS = {
  constant: { title: '有一列从不变化', why: '{column} 在每一行都相同。' },
  empty: { title: '有一列是空的', why: '{column} 没有任何值。' },
  idLike: { title: '有一列像是标识', why: '{column} 在 {rows} 行中各不相同：它只标识行，对新行毫无信息。' },
  duplicateRows: { title: '有些行重复出现', why: '{rows} 行与之前的某行相同。是否重复记录？' },
  duplicatesAcrossFolds: {
    title: '相同的行会落在不同的折中',
    why: '{rows} 行被留出时有相同的行参与了训练，因此留出分数过于乐观。',
  },
  leakage: {
    title: '有一列泄露了目标',
    why: '仅凭 {column} 就几乎能完全得出目标（{measure} {value}）。它在目标之前就已知吗？',
  },
  tinyClass: {
    title: '有一个类别对折数来说太小',
    why: '类别 {class} 只有 {rows} 行，而有 {folds} 折：某些折测试时没有它。',
  },
  loneClass: {
    title: '有一个类别只有一行',
    why: '类别 {class}：用这一行测试的模型从未见过该类别。请去掉它，或与其他类别合并。',
  },
  imbalance: { title: '类别不均衡', why: '{largest} 行对 {smallest} 行。总是猜最大类即有 {share} 正确。' },
  missingTarget: { title: '有些行没有目标', why: '{rows} 行既不能训练也不能测试，请从文件中去掉。' },
  nonFinite: { title: '有非有限的单元格', why: '{column} 的 {cells} 个单元格按缺失处理；行号见导入记录。' },
  unreadable: { title: '有无法读取的单元格', why: '{column} 的 {cells} 个单元格按缺失处理；行号见导入记录。' },
  highCardinality: {
    title: '某个类别列取值过多',
    why: '{column} 在 {rows} 行中有 {distinct} 个取值：独热编码后每个取值成为一列。',
  },
  mostlyNumbers: {
    title: '多数为数值的类别列',
    why: '{column} 被读作类别，但其 {cells} 个单元格中有 {numbers} 个是数值，其余为 {others}。如果是数量，请将类型设为数值：其余单元格将按缺失处理。',
  },
  bigIntegers: { title: '超过 2⁵³ 的整数', why: '{column} 的 {cells} 个单元格超出浮点数能区分的范围，多半是键。' },
  unseenCategories: {
    title: '训练中没有的类别',
    why: '{column} 的 {categories} 个类别在被留出时没有出现在训练中，因此编码为未知。',
  },
  mostlyMissing: { title: '某列大部分缺失', why: '{column} 在 {rows} 行中缺失 {missing} 行。' },
  leftOut: { title: '自由文本不参与', why: '{column} 有 {distinct} 个不同取值。' },
  groupsTooFew: { title: '分组少于折数', why: '只有 {groups} 个分组，却有 {folds} 折。' },
  groupsIgnored: {
    title: '分组会被拆开',
    why: '{column} 的 {of} 个分组中有 {groups} 个在某一折的两侧都有行，分数会过于乐观。在你做出决定之前不会开始训练。',
  },
  groupsIgnoredByChoice: {
    title: '分组被忽略',
    why: '按实验的设定，{column} 的 {of} 个分组中有 {groups} 个在某一折的两侧都有行。报告也会注明。',
  },
  repeatedIds: {
    title: '标识有重复',
    why: '{column} 在 {rows} 行中有 {distinct} 个取值，其中 {ids} 个在某一折的两侧都有行。可将其作为分组，使它们保持在一起。',
  },
  notInTimeOrder: {
    title: '行没有按时间排列',
    why: '{column} 在 {rows} 行中倒退了 {back} 次。时间序列用每个留出段之前的行训练。在你做出决定之前不会开始训练。',
  },
  timeOrderUnknown: {
    title: '时间顺序未知',
    why: '没有列说明这 {rows} 行的记录时间，因此视为已按时间排列。',
  },
  timeIgnored: {
    title: '各折混合了较早和较晚的行',
    why: '各行按 {column} 的顺序排列，但训练所用的行有些晚于留出的行。对预测未来而言，得分过于乐观。',
  },
}
