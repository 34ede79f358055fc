/** How the page gets its port in the app: it posts {@link PORT_WANTED} to itself, the bridge answers once with {@link PORT_TAG}. */
export const PORT_WANTED = 'holdout:port-wanted'

/** `data` of the message whose `ports[0]` leads to the lab. */
export const PORT_TAG = 'holdout:port'

/** Where a browser reaches the lab instead, on the page's own origin. */
export const RPC_PATH = '/rpc'
