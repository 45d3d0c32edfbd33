/** Pages of the documentation that the product itself leads to, as simple HTML. */
import { fileURLToPath } from 'node:url'
import { errorTable } from '../../errors.ts'

const docs = new URL('../../../../../docs/', import.meta.url)
type Read = (file: string) => Promise<string>

/** The page a problem document's `type` leads to; undefined for an unknown code. */
export async function errorPage(code: string, read: Read): Promise<string | undefined> {
  if (!Object.hasOwn(errorTable, code)) return undefined
  const text = await read(fileURLToPath(new URL(`errors/${code}.md`, docs))).catch(
    () => `# ${code}\n\n${errorTable[code as keyof typeof errorTable].title}`,
  )
  return page(code, text)
}

/** The page of a rule that comes with the product; undefined for any other. */
export async function rulePage(rule: string, read: Read): Promise<string | undefined> {
  if (!/^[A-Z][A-Z0-9-]{0,59}$/.test(rule) || rule === 'README') return undefined
  const text = await read(fileURLToPath(new URL(`checks/${rule}.md`, docs))).catch(() => undefined)
  return text && page(rule, text)
}

const page = (title: string, markdown: string) => `<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title} · wematrix</title>
<style>:root{color-scheme:light dark}body{font:16px/1.7 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:light-dark(#1f2329,#e9ebed);background:light-dark(#fff,#0f1113)}code{background:light-dark(#f2f3f5,#1e2226);padding:.1em .35em;border-radius:4px}h1{font-size:1.4rem}h2{font-size:1.05rem}td,th{text-align:start;padding:.25em 1.2em .25em 0;border-bottom:1px solid light-dark(#e6e8e9,#272b30)}table{border-collapse:collapse}</style>
${html(markdown)}</html>`

/** The little Markdown our pages use: headings, lists, tables, paragraphs, code. */
function html(markdown: string): string {
  return markdown
    .split(/\n{2,}/)
    .map(block => {
      const heading = /^(#{1,3}) (.*)$/.exec(block.trim())
      if (heading) return `<h${heading[1]!.length}>${inline(heading[2]!)}</h${heading[1]!.length}>`
      const lines = block.trim().split('\n')
      if (lines.every(line => line.startsWith('- '))) return `<ul>${lines.map(line => `<li>${inline(line.slice(2))}</li>`).join('')}</ul>`
      if (lines.every(line => line.startsWith('|'))) return table(lines)
      return `<p>${inline(lines.join(' '))}</p>`
    })
    .join('\n')
}

function table([head = '', , ...rows]: string[]): string {
  const cells = (line: string) => line.replace(/^\||\|$/g, '').split('|')
  const row = (line: string, tag: string) =>
    `<tr>${cells(line)
      .map(cell => `<${tag}>${inline(cell.trim())}</${tag}>`)
      .join('')}</tr>`
  return `<table>${row(head, 'th')}${rows.map(line => row(line, 'td')).join('')}</table>`
}

function inline(text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return safe.replace(/`([^`]+)`/g, '<code>$1</code>').replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
}
