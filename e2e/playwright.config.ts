import { defineConfig } from '@playwright/test'
import { findTestBrowser } from '../scripts/chromium.mjs'

const isRoot = process.getuid?.() === 0
const executablePath = findTestBrowser()

export default defineConfig({
  testDir: 'specs',
  globalSetup: './harness/globalSetup.ts',
  outputDir: '../test-results',
  fullyParallel: false,
  // A page waits more than it computes, and a run of the samples takes seconds.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // For machines that are slow or busy: a test that passes waits for none of these.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    actionTimeout: 30_000,
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      // The sandbox of Chromium refuses to run as root.
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
})
