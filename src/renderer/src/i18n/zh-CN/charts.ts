/** 每个图表都有的操作。 */
export const charts = {
  asTable: '以表格显示',
  asChart: '以图表显示',
  save: '复制或保存',
  copyPng: '复制为 PNG',
  savePng: '保存为 PNG',
  saveSvg: '保存为 SVG',
  saveCsv: '将数值保存为 CSV',
  copied: '已复制',
  cannotCopy: '此处无法复制，请改为保存',
  firstRows: '前 {shown} 行，共 {rows} 行。保存为 CSV 可得全部。',
}
