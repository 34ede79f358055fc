import type { BrowserContext } from '@playwright/test'

/**
 * Whatever goes wrong out of sight on the pages of a context, as it happens: errors and warnings on the console, uncaught
 * exceptions, requests that fail and requests to anywhere but `origin`.
 */
export function watchContext(context: BrowserContext, origin: string): string[] {
  const seen: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.push(`${message.type()}: ${message.text()}`)
  })
  context.on('weberror', (error) => seen.push(`uncaught: ${error.error().message}`))
  context.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin))
      seen.push(`request to elsewhere: ${request.url()}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 400) seen.push(`${response.status()} ${response.url()}`)
  })
  return seen
}
