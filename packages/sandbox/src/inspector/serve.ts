/** The inspector's page at `/inspector`: files as they stand, for this machine only. What it shows it asks of the control API. */
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { refuseMachine } from '../guard.ts'

const types: Record<string, string> = { html: 'text/html', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' }

/** Nothing but its own files, in no other page's frame. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
}

/** Answers `/inspector` and the files below it. */
export async function answerInspector(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> {
  const reply = (status: number, type: string, body: string | Buffer) => {
    response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` })
    response.end(body)
  }
  const refused = refuseMachine(request)
  if (refused) return reply(403, 'text/plain', refused)
  const name = /^\/inspector\/([a-z-]+\.(html|css|js|svg))$/.exec(
    pathname === '/inspector' || pathname === '/inspector/' ? '/inspector/index.html' : pathname,
  )
  const file = name && (await readFile(new URL(`./page/${name[1]}`, import.meta.url)).catch(() => undefined))
  if (!file) return reply(404, 'text/plain', 'not found')
  reply(200, types[name[2]!]!, file)
}
