import { eventIterator, type } from '@orpc/contract'
import { z } from 'zod'
import type { ErrorData } from '../core/errors.ts'
import { fileRefSchema } from './identifiers.ts'
import type { FileHandle } from './identifiers.ts'
import { procedure } from './procedure.ts'
import type { QueueEntry } from './runs.ts'
import type { Settings } from './settings.ts'

/** Where the page runs: in the app's window, or in a browser that cannot be handed paths. */
export type Host = 'electron' | 'browser'

/** What a menu or a shortcut of the app asks the page to do. */
export const APP_COMMANDS = [
  'newExperiment', 'openFile', 'save', 'saveAs', 'undo', 'redo', 'showData', 'showModel', 'showRun', 'showHistory', 'showReport',
  'palette', 'run', 'pause', 'stop', 'settings', 'about',
] as const // oxfmt-ignore
export type AppCommand = (typeof APP_COMMANDS)[number]

/** What happens without having been asked for. The first message is always `hello`. */
export type SystemEvent =
  | { readonly kind: 'hello'; readonly host: Host; readonly version: string }
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'queue'; readonly queue: readonly QueueEntry[] }
  /** Runs, datasets or notes changed: ask again what is shown. */
  | { readonly kind: 'changed'; readonly what: 'runs' | 'datasets' | 'experiments' }
  /** The program that wrote to the workspace has gone: from now on this one may. */
  | { readonly kind: 'writable' }
  | { readonly kind: 'command'; readonly command: AppCommand }
  /** A file was dropped on the window, opened by the system, or chosen from the menu. */
  | { readonly kind: 'opened'; readonly file: FileHandle; readonly as: 'csv' | 'experiment' }
  | { readonly kind: 'problem'; readonly error: ErrorData }

/** This machine and what trains on it. */
export interface Environment {
  readonly host: Host
  readonly version: string
  readonly node: string
  readonly platform: string
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
  /** Its folder, from the home folder on (`~/…`) or by its last name: absolute paths do not reach the page. */
  readonly workspace: string
  readonly backend: {
    readonly name: 'kernel' | 'tensorflow' | 'wasm' | 'cpu'
    readonly version?: string
    /** Why not native, where it is not. */
    readonly notice?: string
  }
  /** Whether another program writes to the workspace, so that this one can merely look. */
  readonly isReadOnly: boolean
}

/** Files may be this large at most when uploaded. */
export const MOST_UPLOAD_BYTES = 4 * 2 ** 30

/** The app itself. */
export const system = {
  environment: procedure.output(type<Environment>()),
  events: procedure.output(eventIterator(type<SystemEvent>())),
  /** Asks for a file by the app's own dialog; null when called off. Only in the app's window: a browser uploads instead. */
  chooseFile: procedure
    .input(
      z.strictObject({
        kind: z.enum(['csv', 'experiment', 'report', 'model', 'any']),
        /** A file of the page, beside which the dialog begins. */
        near: fileRefSchema.optional(),
      }),
    )
    .output(type<FileHandle | null>()),
}
