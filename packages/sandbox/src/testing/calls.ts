/** Plain HTTP calls of one account, as a client in any language would make them: no checks of ours before them. */
import type { Sandbox } from '../sandbox.ts'
import { api, tokenOf } from './product.ts'

export type Answer = Record<string, unknown> & { errcode?: number }

/** Calls paths with the account's stable token: `post` and `get` read JSON, `upload` sends a form, `bytes` reads a file. */
export function callsOf(sandbox: Sandbox, alias = 'service') {
  const address = async (path: string) => {
    const token = await tokenOf(sandbox.url, sandbox.realm.account(alias).spec)
    return `${path}${path.includes('?') ? '&' : '?'}access_token=${token}`
  }
  return {
    post: async (path: string, body: unknown = {}) => (await api(sandbox.url, await address(path), body)) as Answer,
    get: async (path: string) => (await api(sandbox.url, await address(path))) as Answer,
    upload: async (path: string, parts: Record<string, string | { name: string; data: Uint8Array }>) => {
      const form = new FormData()
      for (const [name, part] of Object.entries(parts)) {
        if (typeof part === 'string') form.append(name, part)
        else form.append(name, new Blob([new Uint8Array(part.data)]), part.name)
      }
      const answer = await fetch(`${sandbox.url}${await address(path)}`, { method: 'POST', body: form })
      return (await answer.json()) as Answer
    },
    bytes: async (path: string, body?: unknown) => {
      const answer = await fetch(
        `${sandbox.url}${await address(path)}`,
        body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
      )
      return { type: answer.headers.get('content-type'), data: new Uint8Array(await answer.arrayBuffer()) }
    },
  }
}
export type Calls = ReturnType<typeof callsOf>

const padded = (head: readonly number[] | string, size: number) => {
  const start = typeof head === 'string' ? Buffer.from(head, 'latin1') : Buffer.from(head)
  return new Uint8Array(Buffer.concat([start, Buffer.alloc(Math.max(0, size - start.length))]))
}

/** Files that begin as their format does, of any size. */
export const files = {
  jpg: (size = 64) => ({ name: '图.jpg', data: padded([0xff, 0xd8, 0xff, 0xe0], size) }),
  png: (size = 64) => ({ name: 'a.png', data: padded([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], size) }),
  mp4: (size = 64) => ({ name: 'a.mp4', data: padded('\0\0\0\x18ftypmp42', size) }),
  /** AMR at 12.2 kbit/s: 32 bytes every 20 ms. */
  amr: (seconds = 1) => ({
    name: 'a.amr',
    data: new Uint8Array(
      Buffer.concat([Buffer.from('#!AMR\n'), ...Array.from({ length: seconds * 50 }, () => Buffer.from(padded([0x3c], 32)))]),
    ),
  }),
  text: (size = 64) => ({ name: 'a.jpg', data: padded('hello', size) }),
}

/** The id of a permanent picture, fit for the cover of an article. */
export async function coverOf(calls: Calls): Promise<string> {
  return String((await calls.upload('/cgi-bin/material/add_material?type=image', { media: files.jpg() })).media_id)
}
