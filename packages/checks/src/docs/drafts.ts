/** The page of the kinds of draft: where each lives, its fields, and one that passes. */
import type { TSchema } from 'typebox'
import { good } from '../draft/fixtures/good.ts'
import { homeOf, type Kind, kinds, shapes } from '../draft/kinds.ts'
import { common } from '../draft/parts.ts'
import type { Carrier, Words } from '../types.ts'

type Shape = TSchema & {
  type?: string
  surface?: string
  enum?: string[]
  items?: Shape
  properties?: Record<string, Shape>
  required?: string[]
  maxLength?: number
}

const kindNames: Record<Kind, Words> = {
  entry: { zh: '入口', en: 'Entry' },
  slot: { zh: '栏位', en: 'Slot' },
  popup: { zh: '弹窗', en: 'Popup' },
  menu: { zh: '公众号菜单', en: 'Account menu' },
  article: { zh: '文章', en: 'Article' },
  video: { zh: '短视频', en: 'Video' },
  survey: { zh: '问卷', en: 'Survey' },
  reply: { zh: '回复', en: 'Reply' },
  message_template: { zh: '消息模板', en: 'Message template' },
  subscribe_request: { zh: '订阅请求', en: 'Subscription request' },
  campaign: { zh: '活动', en: 'Campaign' },
  draw: { zh: '抽奖', en: 'Draw' },
  benefit: { zh: '权益', en: 'Benefit' },
  journey: { zh: '旅程', en: 'Journey' },
  live_plan: { zh: '直播计划', en: 'Live plan' },
  follow_component: { zh: '关注组件', en: 'Follow component' },
  privacy_notice: { zh: '隐私说明与同意', en: 'Privacy notice and consent' },
  link: { zh: '链接', en: 'Link' },
  send_plan: { zh: '发送计划', en: 'Send plan' },
}

/** `carrierName`: what people call a carrier. */
export function draftsPage(carrierName: (carrier: Carrier) => string): string {
  const parts = kinds.flatMap(kind => [
    `## ${kindNames[kind].zh} · ${kindNames[kind].en}`,
    `\`${kind}\` · ${carrierName(homeOf[kind])}`,
    ['| 字段 field | 内容 what |', '| --- | --- |', ...fieldsOf(ownShape(shapes[kind] as Shape), '')].join('\n'),
    `\`\`\`json\n${JSON.stringify({ kind, draft: good[kind] })}\n\`\`\``,
  ])
  return [
    '# 草稿的种类 · Kinds of draft',
    '检查接口与 `wematrix check` 按行读取 `{id, kind, draft}`。`*` 为必填；写着“文案”的字段也由文案引擎按所写的位置检查。每种给一个没有问题的例子。金额为分，小时为上海时间。',
    'The API and `wematrix check` read lines `{id, kind, draft}`. `*` is required; fields marked *copy* are read by the text engine as well, on the surface they name. Each kind comes with one that passes. Money is fen, hours are Asia/Shanghai.',
    '## 每种都可带 · Every kind may carry',
    ['| 字段 field | 内容 what |', '| --- | --- |', ...fieldsOf({ properties: common } as unknown as Shape, '')].join('\n'),
    ...parts,
  ]
    .join('\n\n')
    .concat('\n')
}

/** Without what every kind may carry. */
function ownShape(shape: Shape): Shape {
  const properties = Object.fromEntries(Object.entries(shape.properties ?? {}).filter(([name]) => !(name in common)))
  return { ...shape, properties }
}

function fieldsOf({ properties = {}, required = [] }: Shape, prefix: string): string[] {
  return Object.entries(properties).flatMap(([name, shape]) => {
    const path = `${prefix}${name}${shape.items ? '[]' : ''}`
    const inner = shape.items ?? shape
    const row = `| \`${path}\`${required.includes(name) ? ' *' : ''} | ${inner.properties ? '' : whatOf(inner)} |`
    return inner.properties ? fieldsOf(inner, `${path}.`) : [row]
  })
}

function whatOf({ type, surface, enum: values, maxLength }: Shape): string {
  if (values) return values.map(value => `\`${value}\``).join(' ')
  const limit = maxLength === undefined ? '' : `, ≤ ${maxLength}`
  return surface ? `文案 copy: \`${surface}\`${limit}` : `${type ?? ''}${limit}`
}
