/** A page of each rule, the list of them, and the kinds of draft, in both languages, from the packs and shapes. */
import { severityOf, strictest } from '../packs/rulebook.ts'
import { sourcesOf } from '../packs/sources.ts'
import type { Carrier, Family, Grade, Pack, Rule, Severity, Words } from '../types.ts'
import { draftsPage } from './drafts.ts'

export type Page = { file: string; text: string }

/** `README.md` and `drafts.md` first, then `<rule>.md` in the order of the packs. */
export function pagesOf(packs: readonly Pack[]): Page[] {
  return [
    { file: 'README.md', text: listOf(packs) },
    { file: 'drafts.md', text: draftsPage(carrier => line(carrierNames[carrier])) },
    ...packs.flatMap(pack => pack.rules.map(rule => ({ file: `${rule.id}.md`, text: pageOf(pack, rule) }))),
  ]
}

const line = ({ zh, en }: Words) => `${zh} · ${en}`

const carrierNames: Record<Carrier, Words> = {
  mp: { zh: '小程序', en: 'Mini Program' },
  oa: { zh: '公众号', en: 'Official Account' },
  ch: { zh: '视频号', en: 'Channels' },
  h5: { zh: 'H5 网页', en: 'Web page' },
  cross: { zh: '跨载体活动', en: 'Over several carriers' },
}
const severityNames: Record<Severity, Words> = {
  block: { zh: '拦截', en: 'blocks' },
  warn: { zh: '需确认', en: 'a person confirms' },
  info: { zh: '提示', en: 'hint' },
}
const gradeNames: Record<Grade, Words> = {
  A: { zh: '见过官方原文', en: 'official text seen' },
  B: { zh: '见过较早的官方原文，条号可能已变', en: 'an older official text seen; the clause may have moved' },
  C: { zh: '他人转述', en: 'told by others' },
  D: { zh: '本产品的工程规则', en: 'our own engineering rule' },
  S: { zh: '运营指南', en: 'the operations guide' },
}
const checkNames: Record<Rule['check'][number], Words> = {
  text: { zh: '文案', en: 'copy' },
  draft: { zh: '草稿的结构', en: 'the structure of drafts' },
  runtime: { zh: '发送或展示时的状态', en: 'the state when it is sent or shown' },
}
const familyNames: Record<Family, Words> = {
  share: { zh: '分享', en: 'Sharing' },
  follow: { zh: '关注', en: 'Following' },
  interact: { zh: '互动', en: 'Interaction' },
  divert: { zh: '导流', en: 'Diversion' },
  evade: { zh: '规避', en: 'Evasion' },
  content: { zh: '内容', en: 'Content' },
  trade: { zh: '交易', en: 'Trade' },
  privacy: { zh: '隐私', en: 'Privacy' },
  frequency: { zh: '频次', en: 'Frequency' },
  message: { zh: '消息', en: 'Messages' },
  interface: { zh: '接口', en: 'Interfaces' },
  law: { zh: '广告法与消费者法', en: 'Advertising and consumer law' },
  brand: { zh: '品牌', en: 'Brand' },
}
const carrierOrder: Carrier[] = ['mp', 'oa', 'ch', 'h5', 'cross']

function pageOf(pack: Pack, rule: Rule): string {
  const holds = carrierOrder.flatMap(carrier => {
    const severity = severityOf(rule, carrier)
    return severity ? [`| ${line(carrierNames[carrier])} | ${line(severityNames[severity])} |`] : []
  })
  const sources = sourcesOf(rule.source).map(({ source, clause }) => `- ${line(source.name)}${clause === '' ? '' : ` — ${clause}`}`)
  const examples = (rule.tests ?? []).map(test => `- ${test.hit ? '不要' : '可以'} · ${test.hit ? 'not' : 'fine'}：${test.text}`)
  return [
    `# ${line(rule.name)}`,
    `\`${rule.id}\` · ${line(familyNames[rule.family])}`,
    `${rule.forbids.zh}。`,
    `${rule.forbids.en}.`,
    '## 怎么办 · What to do',
    `${rule.rewrite.zh}。`,
    `${rule.rewrite.en}.`,
    ...(examples.length > 0 ? ['## 例子 · Examples', examples.join('\n')] : []),
    '## 在哪里、多严 · Where and how strictly',
    ['| 载体 carrier | 结果 verdict |', '| --- | --- |', ...holds].join('\n'),
    `检查 Checked: ${rule.check.map(one => line(checkNames[one])).join('；')}`,
    '## 可能的后果 · What may follow',
    `${rule.penalty.zh}。`,
    `${rule.penalty.en}.`,
    '## 依据 · Source',
    sources.join('\n'),
    `${line(gradeNames[rule.grade])}（${rule.grade}）`,
    `自 since ${rule.from}${rule.to === undefined ? '' : `，至 until ${rule.to}`} · 规则包 pack \`${pack.id}\``,
  ]
    .join('\n\n')
    .concat('\n')
}

function listOf(packs: readonly Pack[]): string {
  const parts = packs.flatMap(pack => {
    const rows = pack.rules.map(rule => {
      const severity = strictest(carrierOrder.map(carrier => severityOf(rule, carrier)))
      return `| [${rule.id}](${rule.id}.md) | ${line(rule.name)} | ${severity ? line(severityNames[severity]) : '—'} |`
    })
    return [`## ${line(pack.name)}`, ['| 规则 rule | 名称 name | 最严 strictest |', '| --- | --- | --- |', ...rows].join('\n')]
  })
  return [
    '# 合规检查 · Checks',
    '每条规则一页：禁止什么、怎么改、依据哪里。由规则包生成：`npm run docs:checks`。规则会变，以平台与法律的现行文本为准；这不是法律意见。',
    'A page for each rule: what it forbids, what to do instead, by which source. Printed from the packs: `npm run docs:checks`. Rules change; the current texts of platform and law hold. This is no legal advice.',
    '[草稿的种类 · Kinds of draft](drafts.md)',
    ...parts,
  ]
    .join('\n\n')
    .concat('\n')
}
