import type { ExportFormat } from '../exportFormat.ts'
import { onnxFormat } from './onnx.ts'

export const cardFormat: ExportFormat = {
  id: 'card',
  extension: 'md',
  mediaType: 'text/markdown',
  doc: 'MODEL_CARD.md and MODEL_CARD.html: data, protocol, scores with intervals, limits, fingerprints',
  onPage: {
    en: { name: 'Model card', doc: 'data, protocol, scores with intervals, limits, fingerprints' },
    'zh-CN': { name: '模型卡', doc: '数据、方案、带区间的得分、局限、指纹' },
  },
  needs: 'finalModel',
  write: async (source, checker) => {
    const { files, parity } = await onnxFormat.write(source, checker)
    return { files: new Map([...files].filter(([name]) => !name.endsWith('.onnx'))), ...(parity && { parity }) }
  },
}
