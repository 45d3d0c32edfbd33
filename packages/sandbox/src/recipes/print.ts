/** Prints docs/error-codes.md from the client's tables and the recipes: `npx tsx packages/sandbox/src/recipes/print.ts`. A test keeps them equal. */
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { type Documented, documented, isNatural, type Row, type Table } from './read.ts'

const head = `# 错误码怎么来、怎么办 · Error codes: how they come about, and what is done

由源码生成（\`packages/sandbox/src/recipes/print.ts\`）。每个错误码都能在沙箱里造出来：**世界**一栏是一串照着做就会得到它的步骤（写法见
\`packages/sandbox/src/recipes/recipes.ts\`），其余用故障 \`refuse\`：\`POST /control/faults {"refuse":{"/cgi-bin/tags/get":40003}}\`。
Printed from the sources. Every code can be had in the sandbox: by the steps shown, or by the fault \`refuse\`.

## 产品怎么办 · What the product does

| 处理 · reaction | 客户端 · client | 产品 · product |
| --- | --- | --- |
| \`retry\` | 最多再试两次，间隔 0.2 秒起 · tries twice more | 作业稍后再跑（1 秒、4 秒 … 最多 8 次），恢复后照常完成 · the job runs again later |
| \`refresh_token\` | 换一次令牌，再试一次 · a new token, once more | 使用者无感；换了仍被拒则稍后再试 · nobody notices; refused again, the job runs later |
| \`wait\` | 不试 · no repeat | 等到规定的秒数之后再跑 · the job waits the seconds of the row |
| \`quota_stop\` | 不试 · no repeat | 停到北京时间次日零点一分 · stops until a minute past midnight in Beijing |
| \`tell_operator\` | 不试 · no repeat | 当天不再试；载体的诊断页与企业微信群（*微信拒绝了调用*）说明出了什么事、该怎么做，操作者“重新检查”后立即再试 · not tried again that day; told with what to do on the carrier’s diagnosis and to the WeCom group; tried at once when an operator verifies the account |
| \`fix_request\` | 不试 · no repeat | 是我们的请求不对：不再试，作业停下并留下原因 · our mistake: not tried again, the job is set aside with its reason |
| \`drop_recipient\` \`hold\` \`duplicate\` \`restart_oauth\` \`ignore\` | 不试 · no repeat | 对这个人或这一次安静地结束，并计数 · ends quietly for this person or time, and is counted |
`

/** How many codes there are, how many the world leads to, and how many only a fault. */
export function counted(of: readonly Documented[] = documented): { all: number; natural: number; fault: number } {
  const natural = of.filter(isNatural).length
  return { all: of.length, natural, fault: of.length - natural }
}

const titles: Record<Table, string> = {
  answer: '接口的应答 · Answers of endpoints',
  robot: '企业微信机器人 · WeCom robots',
  pay: '微信支付 v3 · WeChat Pay v3',
  event: '事件里的结果码 · Codes inside events',
}

const cell = (text: string) => text.replaceAll('|', '\\|')
const wordsOf = ({ meaning }: Row) => (typeof meaning === 'string' ? meaning : `${meaning.zh} · ${meaning.en}`)

export function codesPage(): string {
  const { all, natural, fault } = counted()
  const parts = [
    head,
    `${all} 个码，${natural} 个由世界的状态自然得到，${fault} 个只能由故障得到 · ${all} codes, ${natural} by the world itself, ${fault} by a fault only.`,
  ]
  for (const table of Object.keys(titles) as Table[]) parts.push(section(table))
  return `${parts.join('\n')}\n`
}

function section(table: Table): string {
  const rows = documented.filter(one => one.table === table)
  const { all, natural } = counted(rows)
  const withWay = rows.filter(({ recipe }) => recipe !== undefined)
  const others = rows.filter(({ recipe }) => recipe === undefined)
  const lines = [
    `\n## ${titles[table]}\n`,
    `${natural} / ${all}`,
    '',
    '| code | reaction | 含义 · meaning | 世界 · the world |',
    '| --- | --- | --- | --- |',
  ]
  for (const one of withWay) lines.push(`| ${nameOf(one)} | ${reactionOf(one.row)} | ${cell(wordsOf(one.row))} | ${wayOf(one)} |`)
  if (others.length === 0) return lines.join('\n')
  lines.push('', '只能由故障得到 · By the fault `refuse` only:', '', '| code | reaction | 含义 · meaning |', '| --- | --- | --- |')
  for (const [row, codes] of byRow(others)) lines.push(`| ${codes.map(nameOf).join(', ')} | ${reactionOf(row)} | ${cell(wordsOf(row))} |`)
  return lines.join('\n')
}

const nameOf = ({ code, at }: Documented) => (at === undefined ? code : `${code} \`${at}\``)
const reactionOf = ({ reaction, waitSeconds }: Row) => `\`${reaction}\`${waitSeconds === undefined ? '' : ` ${waitSeconds} s`}`

/** Steps in code, one beneath the other. */
function wayOf(one: Documented): string {
  const { account, steps } = one.recipe!
  return `${isNatural(one) ? '' : '(fault) '}${account}: ${steps.map(step => `\`${cell(step)}\``).join('<br>')}`
}

function byRow(codes: readonly Documented[]): Map<Row, Documented[]> {
  const rows = new Map<Row, Documented[]>()
  for (const one of codes) rows.set(one.row, [...(rows.get(one.row) ?? []), one])
  return rows
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  writeFileSync(new URL('../../../../docs/error-codes.md', import.meta.url), codesPage())
