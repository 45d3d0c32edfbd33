/** What a third-party platform must not lose, behind an interface: memory for one process, a folder or a database for several. */
import { memoryTokenStore, type TokenStore } from '../client/token-store.ts'

/** One account's authorisation. Access and refresh token stand in one record, so they change together. */
export type Authorization = {
  appId: string
  refreshToken: string
  accessToken?: string
  /** Unix ms. */
  expiresAt?: number
  /** Permission sets granted. */
  sets: readonly number[]
  /** `lapsed`: WeChat refused the refresh token, somebody must scan again. `withdrawn`: the brand took it back. */
  state: 'authorised' | 'lapsed' | 'withdrawn'
  /** When it was granted or taken back last, unix ms by WeChat's clock. */
  since: number
  /** The code it came by: WeChat sends it twice, by redirect and by event. */
  code?: string
  /** Grows with each change. */
  version: number
}

export type Ticket = { ticket: string; createdAt: number }

/** Everything is shared by all processes; `compareAndSwap` is what makes that safe. */
export type ComponentStore = {
  /** Of the component_access_token, and the lease (`lock`) under which any one token is fetched. */
  tokens: TokenStore
  ticket(): Promise<Ticket | undefined>
  /** Keeps the newest ticket. */
  keepTicket(ticket: Ticket): Promise<void>
  authorization(appId: string): Promise<Authorization | undefined>
  authorizations(): Promise<Authorization[]>
  /** Puts `next` in place if the stored version is still `expected` (0 = none); answers whether it did. */
  compareAndSwap(appId: string, expected: number, next: Authorization): Promise<boolean>
}

/** A store for one process; what it holds ends with it. */
export function memoryComponentStore(): ComponentStore {
  const authorizations = new Map<string, Authorization>()
  let newest: Ticket | undefined
  return {
    tokens: memoryTokenStore(),
    ticket: async () => newest,
    async keepTicket(ticket) {
      if (!newest || ticket.createdAt >= newest.createdAt) newest = ticket
    },
    authorization: async appId => authorizations.get(appId),
    authorizations: async () => [...authorizations.values()],
    async compareAndSwap(appId, expected, next) {
      if ((authorizations.get(appId)?.version ?? 0) !== expected) return false
      authorizations.set(appId, next)
      return true
    },
  }
}
