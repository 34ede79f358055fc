import { expect } from '@playwright/test'
import type { Locator } from '@playwright/test'

const MOST_STOPS = 80

/** Presses Tab until this has the focus, as a person does who has no mouse. */
export async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const isThere = (): Promise<boolean> => target.evaluate((element) => element === document.activeElement)
  for (let stop = 0; stop < MOST_STOPS && !(await isThere()); stop++) await target.page().keyboard.press(key)
  await expect(target).toBeFocused()
}
