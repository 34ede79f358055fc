import type { Task } from '../../../core/dataset/table.ts'
import type { ReferenceKind } from '../../../core/references/referenceKind.ts'
import { outermostOf } from '../../../core/split/outermostOf.ts'
import type { ValidationSpec } from '../../../core/split/validationSpec.ts'
import { useI18n } from '../i18n/useI18n.ts'

/** What reference models are called: it depends on the task, and of a time series on the strategy. */
export function useReferenceName() {
  const { t } = useI18n()
  return (kind: ReferenceKind, task: Task, validation?: ValidationSpec): string => {
    if (kind !== 'dummy' && kind !== 'linear') return t(`run.reference.name.${kind}`)
    if (task !== 'regression') return t(`run.reference.nameClasses.${kind}`)
    const strategy = validation && outermostOf(validation).strategy
    return kind === 'dummy' && strategy === 'time-series'
      ? t('run.reference.lastValue')
      : t(`run.reference.nameNumbers.${kind}`)
  }
}
