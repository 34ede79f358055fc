import type { CheckAction } from '../../diagnostics/checks/check.ts'
import type { ValidationStrategy } from '../../split/validationSpec.ts'
import type { ExperimentFile } from '../file/experimentFile.ts'
import { setForAll } from './setForAll.ts'
import { setRoles } from './setRoles.ts'
import { switchStrategy } from './switchStrategy.ts'

const ROLE = /^dataset\.columns\.(.*)\.role$/s

/** An experiment with the setting that a check proposes; a metric that shall rank comes before those that are there. */
export function withCheckAction(
  file: ExperimentFile,
  { path, value }: Extract<CheckAction, { kind: 'set' }>,
): ExperimentFile {
  const name = ROLE.exec(path)?.[1]
  if (name !== undefined) return setRoles(file, [{ name, type: 'number' }], 'ignore')
  if (path === 'validation.strategy')
    return { ...file, validation: switchStrategy(file.validation ?? {}, value as ValidationStrategy) }
  const field = path.slice('training.'.length)
  if (field !== 'metrics') return setForAll(file, field, undefined, value)
  const first = value as readonly string[]
  const others = (file.training?.metrics ?? []).filter((metric) => !first.includes(metric))
  return { ...file, training: { ...file.training, metrics: [...first, ...others] } }
}
