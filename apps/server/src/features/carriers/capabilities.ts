/**
 * What WeChat lets a type of account do, by its permission table (reference/wechat/official-account.md, section 11).
 * The account's own console is the truth; this says what to expect before asking it.
 */
import { setsFor } from '@wematrix/wechat'
import { nameOfSet } from './permission-sets.ts'
import type { AccountType, Capability } from './schema.ts'

type Allowed = Capability['allowed']
type Words = { zh: string; en: string }

/** subscription, verified subscription, service, verified service. */
type Row = { id: string; zh: string; en: string; allowed: readonly [Allowed, Allowed, Allowed, Allowed]; note?: Words }

const linked: Words = { zh: '小程序须先与公众号关联。', en: 'The Mini Program must be linked to the account first.' }

const officialAccount: readonly Row[] = [
  { id: 'token', zh: '接口凭证与 IP 列表', en: 'Access token and IP list', allowed: ['yes', 'yes', 'yes', 'yes'] },
  { id: 'receive', zh: '接收消息与被动回复', en: 'Receiving messages and passive reply', allowed: ['yes', 'yes', 'yes', 'yes'] },
  { id: 'menu_info', zh: '读取菜单与自动回复设置', en: 'Reading menu and auto-reply settings', allowed: ['yes', 'yes', 'yes', 'yes'] },
  {
    id: 'menu',
    zh: '自定义菜单与个性化菜单接口',
    en: 'Menu and conditional menu API',
    allowed: ['no', 'yes', 'unsure', 'yes'],
    note: {
      zh: '旧权限表允许未认证服务号，新文档只写已认证。',
      en: 'The old table allows unverified service accounts, the new pages say verified only.',
    },
  },
  { id: 'customer_message', zh: '客服消息', en: 'Customer messages', allowed: ['no', 'yes', 'no', 'yes'] },
  { id: 'users', zh: '用户列表、用户信息、标签、黑名单', en: 'User list, user info, tags, blacklist', allowed: ['no', 'yes', 'no', 'yes'] },
  { id: 'mass', zh: '按标签或全部群发', en: 'Mass messages by tag or to all', allowed: ['no', 'yes', 'no', 'yes'] },
  { id: 'materials', zh: '素材管理', en: 'Materials', allowed: ['no', 'yes', 'no', 'yes'] },
  { id: 'statistics', zh: '数据统计接口', en: 'Statistics API', allowed: ['no', 'yes', 'no', 'yes'] },
  {
    id: 'drafts',
    zh: '草稿箱',
    en: 'Drafts',
    allowed: ['unsure', 'yes', 'yes', 'yes'],
    note: { zh: '文档允许，但个人主体常见 48001。', en: 'Allowed on the page; 48001 is reported for personal accounts.' },
  },
  {
    id: 'publish',
    zh: '发布接口',
    en: 'Publishing API',
    allowed: ['no', 'yes', 'unsure', 'yes'],
    note: { zh: '2025-07 起未认证账号被收回该权限。', en: 'Unverified accounts lost it in July 2025.' },
  },
  { id: 'qrcode', zh: '带参二维码', en: 'QR codes with parameters', allowed: ['no', 'no', 'no', 'yes'] },
  { id: 'template', zh: '模板消息与订阅通知', en: 'Template messages and subscription notices', allowed: ['no', 'no', 'no', 'yes'] },
  {
    id: 'oauth',
    zh: '网页授权',
    en: 'Web OAuth',
    allowed: ['no', 'no', 'no', 'yes'],
    note: { zh: '已认证订阅号仅政府与媒体可用。', en: 'Verified subscription accounts: government and media only.' },
  },
  { id: 'location', zh: '上报地理位置事件', en: 'LOCATION event', allowed: ['no', 'no', 'no', 'yes'] },
  { id: 'mini_program_menu', zh: '菜单跳转小程序', en: 'Mini Program in the menu', allowed: ['no', 'yes', 'no', 'yes'], note: linked },
  { id: 'mini_program_card', zh: '小程序卡片', en: 'Mini Program cards', allowed: ['no', 'yes', 'no', 'yes'], note: linked },
]

const channelsRows: readonly (readonly [string, Allowed, string, string])[] = [
  ['person_events', 'no', '逐人观看、点赞、转发数据', 'Watching, liking and sharing by person'],
  ['publish', 'no', '接口发布视频', 'Publishing videos by API'],
  ['live_records', 'yes', '直播记录与预约数据', 'Live records and reservations'],
  ['unionid', 'no', '绑定开放平台取得 UnionID', 'UnionID through the Open Platform'],
]

const miniProgramRows: readonly (readonly [string, Allowed, string, string])[] = [
  ['login', 'yes', '登录换取 openid（绑定开放平台后含 UnionID）', 'Login gives openid, with UnionID once bound to the Open Platform'],
  ['subscribe_message', 'yes', '一次性订阅消息', 'One-time subscription messages'],
  ['statistics', 'yes', '数据分析接口', 'Statistics API'],
]

const shopRows: readonly (readonly [string, Allowed, string, string])[] = [
  ['orders', 'yes', '订单推送与查询', 'Order pushes and queries'],
  ['unionid', 'yes', '订单中的 UnionID', 'UnionID of orders'],
]

/** A path of each capability that a permission set covers: what sets it needs stands with the endpoints. */
const pathOf: Readonly<Record<string, string>> = {
  menu_info: '/cgi-bin/get_current_selfmenu_info',
  menu: '/cgi-bin/menu/create',
  customer_message: '/cgi-bin/message/custom/send',
  users: '/cgi-bin/user/get',
  mass: '/cgi-bin/message/mass/sendall',
  materials: '/cgi-bin/material/add_material',
  drafts: '/cgi-bin/draft/add',
  publish: '/cgi-bin/freepublish/submit',
  qrcode: '/cgi-bin/qrcode/create',
  template: '/cgi-bin/message/template/send',
  oauth: '/sns/oauth2/access_token',
  login: '/sns/jscode2session',
  subscribe_message: '/cgi-bin/message/subscribe/send',
  orders: '/channels/ec/order/get',
}

/** The same behind a third-party platform: what its sets do not hold is not allowed. */
export function heldCapabilities(capabilities: Capability[], held: readonly number[]): Capability[] {
  return capabilities.map(capability => {
    const needed = setsFor(pathOf[capability.id] ?? '')
    if (capability.allowed === 'no' || needed.length === 0 || needed.some(set => held.includes(set))) return capability
    const named = (lang: 'zh' | 'en') => needed.map(id => `${id} ${nameOfSet(id)[lang]}`)
    const note = {
      zh: `授权里没有权限集 ${named('zh').join(' 或 ')}。`,
      en: `The authorisation lacks permission set ${named('en').join(' or ')}.`,
    }
    return { ...capability, allowed: 'no', note }
  })
}

/** The capabilities of one account, in the order in which they are shown. */
export function capabilitiesOf(accountType: AccountType, verified: boolean): Capability[] {
  if (accountType === 'service' || accountType === 'subscription') {
    const column = (accountType === 'service' ? 2 : 0) + (verified ? 1 : 0)
    return officialAccount.map(({ id, zh, en, allowed, note }) => ({ id, name: { zh, en }, allowed: allowed[column]!, note: note ?? null }))
  }
  const rows = { channels: channelsRows, mini_program: miniProgramRows, shop: shopRows }[accountType]
  return rows.map(([id, allowed, zh, en]) => ({ id, name: { zh, en }, allowed, note: null }))
}
