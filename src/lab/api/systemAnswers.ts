import { dirname } from 'node:path'
import type { SystemEvent } from '../../contract/system.ts'
import { HoldoutError } from '../../core/errors.ts'
import { answering, crossingStream } from './implementation.ts'
import type { LabServices } from './labServices.ts'

const { settings, system } = answering

export const settingsAnswers = {
  get: settings.get.handler(({ context }) => context.lab.settings.get()),
  set: settings.set.handler(async ({ context, input }) => {
    const changed = await context.lab.settings.set(input)
    context.lab.hub.tell({ kind: 'settings', settings: changed })
    return changed
  }),
}

/** The app itself. */
export const systemAnswers = {
  environment: system.environment.handler(({ context }) => context.lab.environment()),
  events: system.events.handler(({ context, signal }) => crossingStream(systemEvents(context.lab, signal))),
  chooseFile: system.chooseFile.handler(async ({ context, input }) => {
    const { host, files } = context.lab
    if (!host.chooseFile) {
      throw new HoldoutError('usage/no-dialog', 'A browser chooses files itself and sends them.', {
        hint: 'Send the file to the upload address.',
      })
    }
    const folder = input.near === undefined ? undefined : dirname(await files.pathOf(input.near))
    const path = await host.chooseFile(input.kind, folder)
    return path === undefined ? null : files.grant(path)
  }),
}

async function* systemEvents(lab: LabServices, signal: AbortSignal | undefined): AsyncGenerator<SystemEvent, void> {
  const subscription = lab.hub.subscribe()
  try {
    yield { kind: 'hello', host: lab.host.host, version: lab.version }
    yield { kind: 'settings', settings: await lab.settings.get() }
    yield { kind: 'queue', queue: lab.runs.queue() }
    yield* subscription.events(signal)
  } finally {
    subscription.close()
  }
}
