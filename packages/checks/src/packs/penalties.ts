/** What usually follows a breach, where several rules share it. Ladders are those seen in the sources, not a promise. */
import type { Words } from '../types.ts'

export const sharing: Words = {
  zh: '小程序：通知后约 3 天整改，逾期关闭分享、下架直至封禁；H5：停止链接或域名访问；公众号：限制功能直至封号',
  en: 'Mini Program: notice, about 3 days to fix, then sharing closed, delisting, ban; H5: link or domain stopped; account: functions limited up to a ban',
}
export const following: Words = {
  zh: '清除由此增加的关注，限制功能，情节严重封号',
  en: 'Followers gained are removed, functions limited, ban in grave cases',
}
export const removal: Words = { zh: '删除内容、限制功能', en: 'Content removed, functions limited' }
export const removalAndBan: Words = { zh: '删除内容，重复者封号', en: 'Content removed, ban when repeated' }
export const channelsRemoval: Words = {
  zh: '视频号：下架、限流、中断直播；公众号：删除内容、限制功能',
  en: 'Channels: removal, less traffic, live cut off; account: removal, functions limited',
}
export const linkStopped: Words = { zh: '停止链接或域名在微信内访问', en: 'Link or domain stopped inside WeChat' }
export const pipl: Words = {
  zh: '小程序下架；个人信息保护法第 66 条：责令改正，拒不改正处 100 万元以下罚款',
  en: 'Mini Program delisted; PIPL art. 66: order to correct, up to 1m yuan on refusal',
}
export const messages: Words = {
  zh: '删除模板 → 关闭接口 7 天 → 30 天 → 永久关闭',
  en: 'Template deleted, then interface closed for 7 days, 30 days, for good',
}
export const interfaceRefusal: Words = { zh: '接口报错或组件不显示', en: 'The interface refuses or the component does not show' }
export const adLaw57: Words = {
  zh: '广告法第 57 条：20 万–100 万元，情节严重吊销执照；首次轻微且及时改正可不罚',
  en: 'Advertising Law art. 57: 200k–1m yuan, licence in grave cases; a light, corrected first case may go unpunished',
}
export const adLaw58: Words = {
  zh: '广告法第 58 条：广告费 1–3 倍，无法计算的 10 万–20 万元',
  en: 'Advertising Law art. 58: 1–3 times the ad fee, or 100k–200k yuan',
}
export const adLaw59: Words = { zh: '广告法第 59 条：10 万元以下', en: 'Advertising Law art. 59: up to 100k yuan' }
export const adLaw62: Words = { zh: '广告法第 62 条：5 千–3 万元', en: 'Advertising Law art. 62: 5k–30k yuan' }
export const unfairCompetition: Words = { zh: '反不正当竞争法、促销规定罚款', en: 'Fine under unfair competition and promotion rules' }
export const annoyance: Words = {
  zh: '用户反感、取关与投诉；投诉多会影响账号',
  en: 'Annoyed users, unfollows and complaints; many of them weigh on the account',
}
