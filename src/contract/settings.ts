import { type } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './procedure.ts'

/** What a person sets once. `system` follows the machine. */
export const settingsSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'zh-CN']),
  density: z.enum(['compact', 'comfortable']),
  /** What views remember: column widths, splitter sizes, kept columns. By the view's own key; plain JSON. */
  views: z.record(z.string().max(100), z.json()),
})
export type Settings = z.infer<typeof settingsSchema>

/** Settings, kept in the workspace. Changes reach every window by `system.events`. */
export const settings = {
  get: procedure.output(type<Settings>()),
  /** Changes what is given; of `views` the keys that are given. */
  set: procedure.input(settingsSchema.partial()).output(type<Settings>()),
}
