/** The words of layers for the messages of a language. */
import { layerCatalogue } from '../../../../core/model/layerCatalogue.ts'
import type { LayerType } from '../../../../core/model/modelSpec.ts'
import type { Fields } from '../../../../core/settings/field.ts'
import { shownLayer } from './layerRows.ts'

const types = Object.keys(layerCatalogue) as LayerType[]

/** The name of each layer. */
export function layerNames(language: 'en' | 'zh-CN'): Readonly<Record<LayerType, string>> {
  const names = types.map((type) => [type, shownLayer(type).words[language].name])
  return Object.fromEntries(names) as Record<LayerType, string>
}

/** The names of fields that only a layer has. */
export function layerLabels(language: 'en' | 'zh-CN'): Readonly<Record<string, string>> {
  const fields = types.flatMap((type) => Object.entries(shownLayer(type).words[language].fields ?? {}))
  return Object.fromEntries(fields.flatMap(([name, { label }]) => (label === undefined ? [] : [[name, label]])))
}

/** What layers and their own fields mean in Chinese, by the English line. */
export function layerHints(): Readonly<Record<string, string>> {
  const hints = types.flatMap((type) => {
    const row = layerCatalogue[type]
    const { doc, fields = {} } = shownLayer(type).words['zh-CN']
    const own = Object.entries(fields).map(([name, words]) => [(row.fields as Fields)[name].doc, words.doc])
    return [[row.doc, doc], ...own.filter(([, translated]) => translated !== undefined)]
  })
  return Object.fromEntries(hints) as Record<string, string>
}
