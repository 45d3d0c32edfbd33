/** Where in WeChat's consoles a callback address is pasted. */
import type { Carrier, CarrierKind } from './schema.ts'

export const pasteAt: Record<CarrierKind, Carrier['pasteAt']> = {
  official_account: {
    zh: '微信开发者平台 → 公众号 / 服务号 → 基础信息 → 消息推送（旧后台：设置与开发 → 基本配置 → 服务器配置），选安全模式。',
    en: 'WeChat developer platform → your account → Basics → Message push (old console: Settings and development → Basic configuration → Server configuration), secure mode.',
  },
  mini_program: {
    zh: '小程序后台 → 开发管理 → 开发设置 → 消息推送，选安全模式与 JSON。',
    en: 'Mini Program console → Development → Development settings → Message push, secure mode, JSON.',
  },
  channels: { zh: '视频号助手 → 开放能力 → 消息推送。', en: 'Channels assistant → Open capabilities → Message push.' },
  shop: { zh: '微信小店后台 → 服务市场 → 自研 → 消息推送。', en: 'WeChat Shop console → Service market → Self-built → Message push.' },
}

export const nothingToPaste = {
  zh: '已授权给服务商：微信把它的消息推到服务商的消息与事件接收 URL，这里不用粘贴。',
  en: 'Authorised to the agency: WeChat pushes its messages to the agency’s address, nothing is pasted here.',
}
