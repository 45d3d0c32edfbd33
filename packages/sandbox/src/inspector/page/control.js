/** Calls of the control API, with the token when the sandbox asks for one. */
const tokenKey = 'wm-sandbox-token'

/** A refusal with its HTTP status; 0 when nobody answered. */
export class ControlError extends Error {
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

export const setToken = token => sessionStorage.setItem(tokenKey, token)

async function ask(path, init = {}) {
  const token = sessionStorage.getItem(tokenKey)
  const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(init.body ? { 'content-type': 'application/json' } : {}) }
  const answer = await fetch(`/control/${path}`, { ...init, headers }).catch(() => {
    throw new ControlError(0, '')
  })
  const value = await answer.json()
  if (!answer.ok) throw new ControlError(answer.status, value.error ?? String(answer.status))
  return value
}

export const get = (path, query = {}) => ask(`${path}?${new URLSearchParams(query)}`)
export const post = (path, body = {}) => ask(path, { method: 'POST', body: JSON.stringify(body) })
