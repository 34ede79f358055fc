import { electronBinary } from '../../scripts/electronBinary.mjs'

/** What the specs run on, for the log: what one host shows the other does not. */
export function describeHost(): string {
  const binary = electronBinary()
  if (binary !== undefined) return `Host: Electron (${binary}), and Chromium through "holdout serve".`
  return [
    'Host: Chromium through "holdout serve"; main and preload as built, with a stubbed electron.',
    'Not shown here, without the Electron binary: the window itself, native dialogs, printing, the sandbox.',
  ].join('\n')
}
