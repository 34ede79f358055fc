/** How grave a finding is, in Chinese. */
export const ZH_SEVERITIES = { error: '错误', warning: '警告', info: '提示', problem: '问题', hint: '提示' } as const

/** Checks of a finished run in Chinese, by code. */
export const ZH_CHECKS = {
  HC001: {
    title: '模型在训练行上远好于留出行',
    advice: '使用 Dropout、最大范数约束、权重衰减、更少的单元或早停；或收集更多行。',
  },
  HC002: {
    title: '即使在训练行上，模型也不比常数预测好',
    advice: '使用更多单元或层、更大的学习率、更多轮次、缩放特征；或检查目标列。',
  },
  HC003: {
    title: '有一折的得分与其他折差别很大',
    advice: '将该折的行与其他折比较；用 group-k-fold 保持同组行在一起。',
  },
  HC004: { title: '训练在某些折中发散', advice: '使用更小的学习率、裁剪梯度或缩放特征。' },
  HC005: {
    title: '尽管一个类别占大多数行，仍按准确率排名',
    advice: '按平衡准确率、F1、马修斯相关系数或平均精确率排名；为类别加权。',
  },
  HC006: { title: '某个类别的行很少', advice: '收集更多该类别的行，与相近类别合并，或将其排除。' },
  HC007: { title: '某些特征几乎互为副本', advice: '每对只保留一个，或将其重要性作为一组来看。' },
  HC008: { title: '单个特征几乎泄露了目标', advice: '确认该列在结果出现之前是否已知；否则将其角色设为 ignore。' },
  HC009: { title: '某些特征对模型没有用处', advice: '将其角色设为 ignore 并比较。' },
  HC010: { title: '训练行在时间上晚于留出行', advice: '使用 time-series 策略，并按时间排列各行。' },
  HC011: { title: '最后一轮时损失仍在下降', advice: '训练更多轮次，或使用更大的学习率。' },
  HC012: { title: '留出损失已长时间上升', advice: '使用早停以保留最佳轮次的权重；或减少轮次，或加强正则化。' },
  HC013: { title: '训练损失跳动', advice: '使用更小的学习率、衰减计划，或裁剪梯度。' },
  HC014: { title: '最佳候选位于搜索范围的边缘', advice: '沿该方向继续搜索。' },
  HC015: { title: 'Dropout 没有可测量的作用', advice: '用更多单元并尝试更大的比率，或去掉 Dropout。' },
  HC016: { title: '所有设置均为默认值', advice: '搜索学习率和单元数；查看损失是否已稳定。' },
  HC017: { title: '某些行的标签可能有误', advice: '检查这些行；更正标签或将该行排除。' },
  HC018: {
    title: '某一层的许多单元从不变化',
    advice: '使用更小的学习率、其他激活函数（如 leakyRelu 或 elu）、其他初始化方法，或更少的单元。',
  },
  HC019: {
    title: '最大范数约束从不起作用，或始终起作用',
    advice: '从不起作用的上限应降低或去掉；始终起作用的应提高；或对其进行搜索。',
  },
}
