import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { categoryFields, numericFields, targetField } from '../../../core/preprocessing/preprocessingFields.ts'
import { flatStrategies, validationFields } from '../../../core/split/validationFields.ts'
import { activationNames } from '../../../core/model/activationNames.ts'
import { constraintCatalogue } from '../../../core/model/constraintCatalogue.ts'
import type { Catalogue, Field } from '../../../core/settings/field.ts'
import { initializerCatalogue } from '../../../core/model/initializerCatalogue.ts'
import { layerCatalogue } from '../../../core/model/layerCatalogue.ts'
import { lossCatalogue } from '../../../core/model/lossCatalogue.ts'
import { optimizerCatalogue } from '../../../core/model/optimizerCatalogue.ts'
import { regularizerCatalogue } from '../../../core/model/regularizerCatalogue.ts'
import { scheduleCatalogue } from '../../../core/model/scheduleCatalogue.ts'
import { earlyStoppingFields, trainingFields } from '../../../core/model/trainingFields.ts'
import en from './en/index.ts'
import zhHints from './zh-CN/hints.ts'
import zh from './zh-CN/index.ts'

const page = join(import.meta.dirname, '..')

/** `a.b.c` to the text, for every text. */
function flat(messages: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(messages as Record<string, unknown>)) {
    if (typeof value === 'string') found.set(prefix + key, value)
    else for (const [inner, text] of flat(value as object, `${prefix}${key}.`)) found.set(inner, text)
  }
  return found
}

const english = flat(en)
const chinese = flat(zh)
const keys = [...english.keys()]

const sources = readdirSync(page, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(vue|ts)$/.test(path) && !path.startsWith('i18n') && !path.endsWith('.test.ts'))
  .map((path) => ({ path, text: readFileSync(join(page, path), 'utf8') }))
const code = sources.map(({ text }) => text).join('\n')

describe('messages', () => {
  test('every language has every key', () => {
    expect([...chinese.keys()].sort()).toEqual([...keys].sort())
  })

  test('every language fills the same gaps', () => {
    const gaps = (text: string | undefined) => [...new Set(text?.match(/\{\w+\}/g))].sort()
    for (const key of keys) expect(gaps(chinese.get(key)), key).toEqual(gaps(english.get(key)))
  })

  test('nothing is left untranslated by mistake', () => {
    const same = keys.filter(
      (key) => english.get(key) === chinese.get(key) && /[a-z]{4,} [a-z]{2,}/.test(english.get(key) ?? ''),
    )
    expect(same).toEqual([
      'start.template.visible',
      'start.template.hidden',
      'model.template.visible',
      'model.template.hidden',
    ])
  })

  test('every key that is asked for exists', () => {
    const top = Object.keys(en).join('|')
    const asked = sources.flatMap(({ path, text }) =>
      [...text.matchAll(new RegExp(`['\`]((?:${top})\\.[A-Za-z0-9_.-]+)['\`]`, 'g'))].map(([, key]) => ({
        path,
        key,
      })),
    )
    expect(asked.length).toBeGreaterThan(100)
    expect(asked.filter(({ key }) => !english.has(key) && !isPrefix(key) && !isCommand(key))).toEqual([])
  })

  test('every key is used', () => {
    const prefixes = [...code.matchAll(/[`'"]([A-Za-z]+(?:\.[A-Za-z]+)*\.[A-Za-z]*)\$\{/g)].map(([, prefix]) => prefix)
    const named = [...code.matchAll(/named\('([\w.]+)'/g)].map(([, prefix]) => `${prefix}.`)
    const dynamic = [...prefixes, ...named]
    const unused = keys.filter((key) => !code.includes(key) && !dynamic.some((prefix) => key.startsWith(prefix)))
    expect(unused).toEqual([])
  })
})

/** The words of the catalogues are looked up by name: `fields.label` and a dot. */
function isPrefix(key: string): boolean {
  return code.includes(`named('${key}'`) && keys.some((known) => known.startsWith(`${key}.`))
}

/** Ids of commands look like keys. */
function isCommand(key: string): boolean {
  return ['id: ', 'hidden(', 'forLayer(', 'runById(', 'entry('].some((before) => code.includes(`${before}'${key}'`))
}

describe('the words of the catalogues', () => {
  const catalogues: readonly Catalogue[] = [
    layerCatalogue,
    optimizerCatalogue,
    scheduleCatalogue,
    lossCatalogue,
    regularizerCatalogue,
    constraintCatalogue,
    initializerCatalogue,
  ]
  const fields: [string, Field][] = [
    ...catalogues.flatMap((catalogue) => Object.values(catalogue).flatMap((entry) => Object.entries(entry.fields))),
    ...Object.entries(trainingFields),
    ...Object.entries(earlyStoppingFields),
    ...Object.entries(validationFields),
    ...Object.entries(numericFields),
    ...Object.entries(categoryFields),
    ['scale', targetField],
  ]

  test('every field, layer and option has a name', () => {
    const wanted = [
      ...fields.map(([name]) => `fields.label.${name}`),
      ...Object.keys(layerCatalogue).map((type) => `fields.layer.${type}`),
      ...catalogues.slice(1).flatMap((catalogue) => Object.keys(catalogue).map((type) => `fields.option.${type}`)),
      ...flatStrategies.map((name) => `fields.option.${name}`),
      ...fields.flatMap(([, field]) =>
        (field.kind === 'choice' ? field.options : []).map((one) => `fields.option.${one}`),
      ),
    ]
    const activations = (activationNames as readonly string[]).map((name) => `fields.option.${name}`)
    expect(wanted.filter((key) => !english.has(key) && !activations.includes(key))).toEqual([])
  })

  test('what a field means is said in Chinese too, and nothing that no field means', () => {
    const docs = new Set([
      ...fields.map(([, { doc }]) => doc),
      ...catalogues.flatMap((catalogue) => Object.values(catalogue).map(({ doc }) => doc)),
    ])
    expect(Object.keys(zhHints).sort()).toEqual([...docs].sort())
  })
})
