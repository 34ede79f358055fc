import { expect, test } from '@playwright/test'
import { join } from 'node:path'
import { weighPage } from '../../scripts/pageWeight.mjs'
import { checkout } from '../harness/checkout.ts'

/** All rooms, charts, languages and styles together, compressed. */
const MOST_BYTES = 400_000

test('the built page is light', () => {
  const { total, first, files } = weighPage(join(checkout, 'out', 'renderer'))
  const heaviest = files.slice(0, 8).map(({ name, bytes }) => `${String(bytes).padStart(8)}  ${name}`)
  expect(total, `bytes of the built page; the heaviest files:\n${heaviest.join('\n')}`).toBeLessThanOrEqual(MOST_BYTES)
  expect(files.map(({ name }) => name)).toContain('index.html')
  expect(first).toBeLessThan(total)
})
