// Rules of lint that Oxlint lacks. They need no types.

/**
 * @typedef {{ type: string, range: [number, number] }} Node
 * @typedef {object} Context
 * @property {(problem: { node: Node, message: string }) => void} report
 * @property {{ getText(node: Node): string }} sourceCode
 */

const privateMembers = {
  /** @param {Context} context */
  create(context) {
    /** @param {Node & { accessibility?: string, kind?: string }} node */
    const check = (node) => {
      if (node.accessibility !== 'private' || node.kind === 'constructor') return
      context.report({ node, message: 'Private members are written with #.' })
    }
    return { PropertyDefinition: check, MethodDefinition: check, AccessorProperty: check }
  },
}

/** Oxlint's no-duplicate-type-constituents compares types by identity: two literals `{ a: 1 }` are two types there. */
const repeatedTypes = {
  /** @param {Context} context */
  create(context) {
    /** @param {Node & { types: Node[] }} node */
    const check = ({ types }) => {
      const texts = types.map((type) => context.sourceCode.getText(type))
      types.forEach((node, index) => {
        if (texts.indexOf(texts[index] ?? '') < index) context.report({ node, message: 'This type stands here twice.' })
      })
    }
    return { TSUnionType: check, TSIntersectionType: check }
  },
}

const DISCARDED = ['CallExpression', 'ImportExpression', 'AssignmentExpression']

/** Oxlint's no-meaningless-void-operator looks at calls alone. */
const voidOfCalls = {
  /** @param {Context} context */
  create(context) {
    /** @param {Node & { operator: string, argument: Node & { value?: unknown } }} node */
    const check = (node) => {
      if (node.operator !== 'void') return
      const argument = unwrapped(node.argument)
      if (DISCARDED.includes(argument.type) || argument.value === 0) return
      context.report({ node, message: 'void discards the value of a call: there is none here.' })
    }
    return { UnaryExpression: check }
  },
}

/**
 * The expression inside parentheses, assertions, optional chains and sequences.
 * @param {Node & { expression?: Node, expressions?: Node[], value?: unknown }} node
 * @returns {Node & { value?: unknown }}
 */
function unwrapped(node) {
  const inner = node.expression ?? node.expressions?.at(-1)
  return inner === undefined || node.type === 'TemplateLiteral' ? node : unwrapped(inner)
}

export default {
  meta: { name: 'holdout' },
  rules: { 'private-members': privateMembers, 'repeated-types': repeatedTypes, 'void-of-calls': voidOfCalls },
}
