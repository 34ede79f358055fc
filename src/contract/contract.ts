/**
 * All that the screen may ask of the lab: one table of procedures, their inputs checked and their outputs typed.
 *
 * `lab/api` answers it, `renderer/api` asks it; neither knows the other's transport.
 */
import type { ContractRouterClient } from '@orpc/contract'
import { datasets } from './datasets.ts'
import { diagnostics } from './diagnostics.ts'
import { experiments } from './experiments.ts'
import { exports } from './exports.ts'
import { history } from './history.ts'
import { models } from './models.ts'
import { places } from './places.ts'
import { predictions } from './predictions.ts'
import { reports } from './reports.ts'
import { runs } from './runs.ts'
import { settings } from './settings.ts'
import { system } from './system.ts'

export const contract = {
  datasets,
  experiments,
  runs,
  history,
  diagnostics,
  reports,
  exports,
  models,
  places,
  predictions,
  settings,
  system,
}

/** The lab as the page sees it. */
export type LabClient = ContractRouterClient<typeof contract>
