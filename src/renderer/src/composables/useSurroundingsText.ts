import { useI18n } from '../i18n/useI18n.ts'
import type { EnvironmentChange } from '../../../core/run/verification.ts'

/** Message keys of what can differ between two trainings. */
const SURROUNDINGS: Readonly<Record<string, string>> = {
  engine: 'engine',
  instructions: 'instructions',
  'operating system': 'platform',
  processor: 'cpu',
  cores: 'cores',
  'version of the backend': 'backendVersion',
  backend: 'backend',
  program: 'program',
  threads: 'threads',
}

/** Words for what is not as it was when a run was made. */
export function useSurroundingsText(): (change: EnvironmentChange) => string {
  const { t } = useI18n()
  return ({ what, stored, now }) => {
    const name = Object.hasOwn(SURROUNDINGS, what) ? t(`history.verify.surroundings.${SURROUNDINGS[what]}`) : what
    return t('history.verify.changed', { what: name, stored, now })
  }
}
