import { strategyProblems } from './strategyProblems.ts'
import { layerSchema, experimentSchema } from '../file/experimentSchema.ts'
import { isRecord, type ExperimentFile } from '../file/experimentFile.ts'
import { extendModels, type WholeModel } from './extendModels.ts'
import { formatPath, type NodePath } from '../file/nodePath.ts'
import { describeIssue, type Problem } from '../file/problem.ts'
import { showValue } from '../file/showValue.ts'
import { sweepProblems } from '../sweep/sweepAxes.ts'

/** The version of the format this program reads and writes. */
const VERSION = 1

/** Everything wrong with an experiment that can be known without its dataset; empty when all is well. */
export function checkExperiment(data: unknown): readonly Problem[] {
  const version = versionProblem(data)
  if (version !== undefined) return [version]
  const { error } = experimentSchema.safeParse(data)
  if (error !== undefined) return error.issues.flatMap((issue) => describeIssue(issue, data))
  const file = data as ExperimentFile
  const problems: Problem[] = []
  const models = extendModels(file, problems)
  return [
    ...nameProblems(file),
    ...columnProblems(file),
    ...strategyProblems(file),
    ...problems,
    ...models.flatMap(wholeModelProblems),
  ]
}

function versionProblem(data: unknown): Problem | undefined {
  if (!isRecord(data)) {
    const message = `the file: expected an experiment, received ${showValue(data)}`
    return { code: 'experiment/invalid', at: [], message, hint: 'An experiment begins with `holdout: 1`.' }
  }
  const { holdout } = data
  if (typeof holdout === 'number' && Number.isInteger(holdout) && holdout > VERSION) {
    const message = `holdout: the experiment is of version ${holdout}, this program reads version ${VERSION}`
    return { code: 'experiment/version', at: ['holdout'], message, hint: 'Use a newer Holdout to open it.' }
  }
  if (holdout === VERSION) return undefined
  const message = `holdout: expected 1, the version of the format, received ${showValue(holdout)}`
  return { code: 'experiment/invalid', at: ['holdout'], message, hint: 'Begin the file with `holdout: 1`.' }
}

function nameProblems({ models }: ExperimentFile): readonly Problem[] {
  return models.flatMap(({ name }, index) => {
    const first = models.findIndex((model) => model.name === name)
    if (first === index) return []
    const at: NodePath = ['models', index, 'name']
    const message = `${formatPath(at)}: expected a name no other model has, received ${showValue(name)} again (models[${first}])`
    return [{ code: 'experiment/invalid', at, message, hint: 'Give each model its own name.' }]
  })
}

function columnProblems({ dataset }: ExperimentFile): readonly Problem[] {
  return Object.entries(dataset.columns ?? {}).flatMap(([name, { role }]) => {
    const isTarget = name === dataset.target
    if (role === undefined || isTarget === (role === 'target')) return []
    const at: NodePath = ['dataset', 'columns', name, 'role']
    const message = `${formatPath(at)}: the target is ${showValue(dataset.target)}, this says ${showValue(role)}`
    return [{ code: 'experiment/invalid', at, message, hint: 'Let `dataset.target` and the roles agree.' }]
  })
}

function wholeModelProblems(whole: WholeModel): readonly Problem[] {
  const layers = whole.model.layers.flatMap((layer, index) => layerProblems(whole, layer, ['layers', index]))
  return layers.length > 0 ? layers : sweepProblems(whole)
}

/** Layers once more, as patches have changed them. */
function layerProblems({ origin, model }: WholeModel, layer: unknown, path: NodePath): readonly Problem[] {
  const issues = layerSchema.safeParse(layer).error?.issues ?? []
  return issues.flatMap((issue) => {
    const moved = { ...issue, path: [...path, ...issue.path] }
    return describeIssue(moved, model, origin)
  })
}
