import type { Settings } from './settings.ts'

/** As on the first start. */
export const DEFAULT_SETTINGS: Settings = { theme: 'system', language: 'system', density: 'compact', views: {} }
