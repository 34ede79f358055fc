import { stat } from 'node:fs/promises'
import type { PlacePlan, PlaceState, PlaceSummary } from '../../contract/places.ts'
import type { ErrorData } from '../../core/errors.ts'
import { secondsOf } from '../../core/shards/packShards.ts'
import type { ExperimentTables } from '../datasets/store/experimentTables.ts'
import { checkPlace } from '../places/checkPlace.ts'
import { isEngineHere } from '../places/enginesHere.ts'
import { PlacesFile } from '../places/placesFile.ts'
import { requireMovable } from '../places/sendRun.ts'
import { divide } from '../places/shardFolder.ts'
import type { Planner } from '../places/shardFolder.ts'
import { secondsFor } from '../runs/history/secondsFor.ts'
import { planWithChild } from '../trainers/childProcessTrainer.ts'
import { storeTable } from '../workspace/tableStore.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { tablePath } from '../workspace/workspacePaths.ts'
import type { PlaceDesk, StartRequest } from './labServices.ts'
import { prepareRequest } from './prepareRequest.ts'
import { withoutPaths } from './withoutPaths.ts'

export interface PlacesOptions {
  readonly workspace: Workspace
  readonly tables: ExperimentTables
  /** Unless given, a trainer's process is asked. */
  readonly plan?: Planner
}

/** The places of the workspace as the contract asks for them. */
export class PlacesOfWorkspace implements PlaceDesk {
  readonly #options: PlacesOptions
  readonly #file: PlacesFile

  constructor(options: PlacesOptions) {
    const { workspace } = options
    this.#options = options
    this.#file = new PlacesFile(workspace.paths.folder, () => !workspace.isReadOnly)
  }

  async list(): Promise<readonly PlaceSummary[]> {
    const places = await this.#file.list()
    const added = await this.#file.added()
    const isThere = await Promise.all(places.map(async (place) => added.has(place.name) || isEngineHere(place)))
    return places
      .filter((_, index) => isThere[index])
      .map(({ name, engine, address, host = address }) => ({ name, engine, ...(host !== undefined && { host }) }))
  }

  async check(name: string): Promise<PlaceState> {
    const facts = await checkPlace(await this.#file.find(name))
    const missing = facts.find(({ isFine }) => !isFine)
    if (!missing) return {}
    const { what, found, hint } = missing
    const problem: ErrorData = {
      code: what === 'connection' ? 'training/place-gone' : 'training/place-unfit',
      message: what === 'connection' ? found : `${name}: ${found}`,
      ...(hint !== undefined && { hint }),
    }
    return { problem: withoutPaths(problem) }
  }

  async plan(request: StartRequest & { readonly on: string }): Promise<PlacePlan> {
    const { workspace, tables, plan = planWithChild } = this.#options
    workspace.requireWriteLock()
    const place = await this.#file.find(request.on)
    const { prepared } = await prepareRequest(tables, request)
    requireMovable(prepared)
    const { context, table } = prepared
    const path = tablePath(workspace.paths, await storeTable(workspace, table))
    const run = await divide({ ...prepared.job, tableFile: path }, place, Date.now(), plan)
    const { dataset, parameters } = context
    const known = secondsFor(workspace, { steps: run.steps, parameters: mean(parameters) })
    return {
      parts: run.shards.length,
      ...(place.atMost !== undefined && { atOnce: place.atMost }),
      fits: run.shards.flat(2).length,
      processorSeconds: known ?? secondsOf(run.work),
      bytes: (await stat(path)).size,
      datasetName: dataset.file ?? context.experiment.name,
      asks: await this.#file.asks(request.on, dataset),
    }
  }
}

function mean(values: readonly number[]): number {
  return Math.round(values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length))
}
