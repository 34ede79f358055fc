/** The page's own scheme and host: an origin that no web page can have. */
export const SCHEME = 'holdout'
export const APP_ORIGIN = `${SCHEME}://app`
export const APP_PAGE = `${APP_ORIGIN}/index.html`

/** Whether an address belongs to the page. */
export function isAppAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  return protocol === `${SCHEME}:` && host === 'app'
}
