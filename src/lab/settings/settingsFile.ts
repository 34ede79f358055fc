import { join } from 'node:path'
import { DEFAULT_SETTINGS } from '../../contract/defaultSettings.ts'
import { settingsSchema } from '../../contract/settings.ts'
import type { Settings } from '../../contract/settings.ts'
import { JsonFile } from '../files/jsonFile.ts'

/** What a person sets once, kept in the workspace. What a file holds that is no setting is as on the first start. */
export class SettingsFile {
  readonly #file: JsonFile<Settings>

  constructor(folder: string, mayWrite?: () => boolean) {
    this.#file = new JsonFile(join(folder, 'settings.json'), settingsOf, mayWrite)
  }

  get(): Promise<Settings> {
    return this.#file.load()
  }

  /** Changes what is given; of `views` the keys that are given. */
  async set(changes: Partial<Settings>): Promise<Settings> {
    const settings = await this.get()
    const changed = { ...settings, ...changes, views: { ...settings.views, ...changes.views } }
    await this.#file.save(changed)
    return changed
  }
}

function settingsOf(data: unknown): Settings {
  const read = settingsSchema.partial().safeParse(data)
  return { ...DEFAULT_SETTINGS, ...(read.success ? read.data : {}) }
}
