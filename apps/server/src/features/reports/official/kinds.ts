/** The day figures that WeChat gives, what they mean, and what we count of the same kind. */
import { channelsFigures } from '../../statistics/channels-figures.ts'
import type { OfficialMetric } from './schema.ts'

type Words = OfficialMetric['name']

export type OfficialKind = {
  name: Words
  over: OfficialMetric['over']
  /** A count unless it says so. */
  unit?: OfficialMetric['unit']
  /** How the days of one part come together; added up unless it says so. */
  partsOver?: OfficialMetric['over']
  /** The event that is the same thing here; `people`: counted by people a day, else by events. */
  own?: { event: string; people?: true; is: Words }
  /** The figure of a day stands under this dimension. */
  dimension?: string
}

const words = (zh: string, en: string): Words => ({ zh, en })

export const officialKinds: Record<string, OfficialKind> = {
  'oa.new_user': {
    name: words('新增关注', 'New followers'),
    over: 'sum',
    own: { event: 'oa.follow', is: words('收到的关注回调', 'follow callbacks received') },
  },
  'oa.cancel_user': {
    name: words('取消关注', 'Unfollows'),
    over: 'sum',
    own: { event: 'oa.unfollow', is: words('收到的取消关注回调', 'unfollow callbacks received') },
  },
  'oa.followers': { name: words('累计关注（日末）', 'Followers at the end of the day'), over: 'last', dimension: 'day-end' },
  'oa.read_user': { name: words('阅读人数', 'Readers'), over: 'mean' },
  'oa.share_user': { name: words('分享人数', 'Sharers'), over: 'mean' },
  'oa.callbacks': { name: words('消息推送次数', 'Callbacks sent'), over: 'sum' },
  'oa.callbacks_failed': { name: words('推送失败次数', 'Callbacks failed'), over: 'sum' },
  'mp.opens': {
    name: words('打开次数', 'Opens'),
    over: 'sum',
    own: { event: 'mp.launch', is: words('SDK 上报的打开', 'launches the SDK reported') },
  },
  'mp.page_views': {
    name: words('页面访问次数', 'Page views'),
    over: 'sum',
    own: { event: 'mp.page', is: words('SDK 上报的页面浏览', 'page views the SDK reported') },
  },
  'mp.visitors': {
    name: words('访问人数', 'Visitors'),
    over: 'mean',
    own: { event: 'mp.launch', people: true, is: words('当天打开过的人', 'people who opened it that day') },
  },
  'mp.new_visitors': { name: words('新访问人数', 'New visitors'), over: 'mean' },
  'mp.shares': {
    name: words('转发次数', 'Shares'),
    over: 'sum',
    own: { event: 'mp.share', is: words('SDK 上报的转发', 'shares the SDK reported') },
  },
  ...Object.fromEntries(Object.entries(channelsFigures).map(([id, { name, over, unit }]) => [id, { name, over, unit, partsOver: over }])),
}

/** `user_source` of getusersummary. Source: developers.weixin.qq.com, data statistics, user analysis. */
const followSources: Record<string, Words> = {
  '0': words('其他', 'Other'),
  '1': words('公众号搜索', 'Search'),
  '17': words('名片分享', 'Shared card'),
  '30': words('扫描二维码', 'QR code'),
  '57': words('文章内账号名称', 'Account name in an article'),
  '100': words('微信广告', 'WeChat ad'),
  '149': words('小程序关注', 'Mini Program'),
  '161': words('他人转载', 'Reprint'),
  '200': words('视频号', 'Channels'),
  '201': words('直播', 'Live'),
}

/** The name of a part: WeChat's number as words, the title of a video, or WeChat's own word. */
export function partName(metric: string, dimension: string, titles: ReadonlyMap<string, string>): Words {
  const known = metric === 'oa.new_user' || metric === 'oa.cancel_user' ? followSources[dimension] : undefined
  const title = titles.get(dimension) ?? dimension
  return known ?? words(title, title)
}

export const delays: Record<string, Words> = {
  official_account: words(
    '微信在次日早上 8 点（北京时间）后给出前一天的数字，近 3 天可能更正，我们每天重读；“一天”按北京时间。',
    'WeChat gives a day’s figures after 08:00 Beijing time the next morning and may correct the last 3 days, which are read again daily; days are Beijing days.',
  ),
  mini_program: words(
    '微信在次日早上 8 点（北京时间）后给出前一天的数字，近 3 天可能更正，我们每天重读；“一天”按北京时间。',
    'WeChat gives a day’s figures after 08:00 Beijing time the next morning and may correct the last 3 days, which are read again daily; days are Beijing days.',
  ),
  channels: words(
    '视频号没有按日给出统计的开放接口；这里的数字来自人工导入的视频号助手文件，只到文件导出时为止。人只在到达、预约和下单时可见。',
    'Channels has no open API for day figures; what stands here was brought by hand in files of the Channels assistant, as of their export. People are seen when they arrive, reserve or order.',
  ),
  shop: words(
    '微信小店的罗盘数据没有接入；订单逐笔到达，在成交额与漏斗里是个人级。',
    'The shop’s compass figures are not connected; orders arrive one by one and are person-level in GMV and funnels.',
  ),
}
