import { expect } from '@playwright/test'
import type { Locator } from '@playwright/test'

/** The select of this label, whatever is chosen in it. */
export function selectNamed(scope: Locator, label: string): Locator {
  return scope.getByRole('combobox', { name: new RegExp(`^${label}: `) })
}

/** Chooses an option of the select with this label, and waits until it shows. */
export async function choose(scope: Locator, label: string, option: string): Promise<void> {
  await selectNamed(scope, label).click()
  await scope.page().getByRole('option', { name: option, exact: true }).click()
  await toBeChosen(scope, label, option)
}

export async function toBeChosen(scope: Locator, label: string, option: string): Promise<void> {
  await expect(scope.getByRole('combobox', { name: `${label}: ${option}`, exact: true })).toBeVisible()
}
