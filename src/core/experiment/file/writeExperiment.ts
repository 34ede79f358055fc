import { Document, isCollection, isMap, isPair, isScalar, visit, type Node } from 'yaml'
import type { ExperimentFile } from './experimentFile.ts'

/** The widest mapping or list that is written on one line (in characters). */
const ONE_LINE = 100

/** Keys in the order in which files show them; others follow as they come. */
const KEY_ORDER = [
  'holdout', 'name', 'description', 'dataset', 'task', 'positiveClass', 'seed', 'preprocessing', 'validation', 'training', 'search', 'finalModel', 'references', 'importance', 'learningCurve', 'models',
] // oxfmt-ignore

/**
 * An experiment as YAML that reads back as the same data.
 *
 * Texts are quoted wherever YAML (1.2, and 1.1 for other readers) could take them for something else.
 */
export function writeExperiment(file: ExperimentFile): string {
  const document = new Document(inOrder(file), { version: '1.2', aliasDuplicateObjects: false, compat: 'yaml-1.1' })
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && !isPlainText(node.value)) node.type = 'QUOTE_DOUBLE'
    },
    Collection: (_, node, path) => {
      if (!isOpened(node, path) && fitsOneLine(node)) node.flow = true
    },
  })
  return document.toString({ lineWidth: 0, flowCollectionPadding: true, minContentWidth: 0 })
}

function inOrder(file: ExperimentFile): Record<string, unknown> {
  const place = (key: string) => (KEY_ORDER.includes(key) ? KEY_ORDER.indexOf(key) : KEY_ORDER.length)
  return Object.fromEntries(Object.entries(file).sort(([a], [b]) => place(a) - place(b)))
}

/** Printable text on one line, without spaces at its ends; anything else is safest in double quotes. */
function isPlainText(text: string): boolean {
  return /^[^\s\p{C}]([^\p{C}\u2028\u2029]*[^\s\p{C}])?$/u.test(text)
}

/** The file itself, its list of models and each model always take several lines. */
function isOpened(node: Node, path: readonly unknown[]): boolean {
  const pair = path.at(2)
  const isInModels = isPair(pair) && isScalar(pair.key) && pair.key.value === 'models'
  return path.length < 3 || (isInModels && path.length < (isMap(node) ? 5 : 4))
}

function fitsOneLine(node: Node): boolean {
  return flowWidth(node) <= ONE_LINE
}

function flowWidth(node: unknown): number {
  if (isScalar(node)) return String(node.value).length
  if (!isCollection(node)) return 0
  if (isMap(node)) return node.items.reduce((width, { key, value }) => width + flowWidth(key) + flowWidth(value) + 4, 4)
  return node.items.reduce<number>((width, item) => width + flowWidth(item) + 2, 2)
}
