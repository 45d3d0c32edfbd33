import { fileURLToPath } from 'node:url'
import { errorTable } from '../../errors.ts'

const folder = new URL('../../../../../docs/errors/', import.meta.url)

/** The page a problem document's `type` leads to, as simple HTML; undefined for an unknown code. */
export async function errorPage(code: string, read: (file: string) => Promise<string>): Promise<string | undefined> {
  if (!Object.hasOwn(errorTable, code)) return undefined
  const text = await read(fileURLToPath(new URL(`${code}.md`, folder))).catch(
    () => `# ${code}\n\n${errorTable[code as keyof typeof errorTable].title}`,
  )
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${code} · wematrix</title>
<style>body{font:16px/1.7 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1f2329}code{background:#f2f3f5;padding:.1em .35em;border-radius:4px}h1{font-size:1.4rem}h2{font-size:1.05rem}</style>
${html(text)}</html>`
}

/** The little Markdown our pages use: headings, lists, paragraphs, code. */
function html(markdown: string): string {
  return markdown
    .split(/\n{2,}/)
    .map(block => {
      const heading = /^(#{1,3}) (.*)$/.exec(block.trim())
      if (heading) return `<h${heading[1]!.length}>${inline(heading[2]!)}</h${heading[1]!.length}>`
      const lines = block.trim().split('\n')
      if (lines.every(line => line.startsWith('- '))) return `<ul>${lines.map(line => `<li>${inline(line.slice(2))}</li>`).join('')}</ul>`
      return `<p>${inline(lines.join(' '))}</p>`
    })
    .join('\n')
}

function inline(text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return safe.replace(/`([^`]+)`/g, '<code>$1</code>').replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
}
