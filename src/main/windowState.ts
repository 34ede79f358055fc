import { screen } from 'electron'
import type { BrowserWindow, Rectangle } from 'electron'
import { join } from 'node:path'
import { z } from 'zod'
import { JsonFile } from '../lab/files/jsonFile.ts'

const stateSchema = z.strictObject({
  bounds: z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  isMaximized: z.boolean(),
})
type WindowState = z.infer<typeof stateSchema>

/** Smallest window in which every room can be used. */
export const LEAST_SIZE = { width: 960, height: 640 } as const
const FIRST_SIZE = { width: 1280, height: 800 } as const

/** Where the window was, kept between starts. */
export class WindowStateFile {
  readonly #file: JsonFile<WindowState | undefined>

  constructor(folder: string) {
    this.#file = new JsonFile(join(folder, 'window.json'), (data) => stateSchema.safeParse(data).data)
  }

  /** Bounds to open with: the last ones where a screen still shows them. */
  async load(): Promise<{ readonly bounds: Partial<Rectangle>; readonly isMaximized: boolean }> {
    const state = await this.#file.load()
    if (!state || !isOnScreen(state.bounds)) return { bounds: FIRST_SIZE, isMaximized: false }
    return state
  }

  async save(window: BrowserWindow): Promise<void> {
    await this.#file.save({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
  }
}

function isOnScreen({ x, y, width }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea: area }) => {
    const shown = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
    return shown > 100 && y >= area.y && y < area.y + area.height - 40
  })
}
