/** The packs that come along. Each is data: an operator's pack of the same id and a later version replaces it. */
import type { Pack } from '../types.ts'
import { craft } from './house/craft.ts'
import { frequency } from './house/frequency.ts'
import { claims } from './law/claims.ts'
import { form } from './law/form.ts'
import { content } from './wechat/content.ts'
import { divert } from './wechat/divert.ts'
import { follow } from './wechat/follow.ts'
import { message } from './wechat/message.ts'
import { privacy } from './wechat/privacy.ts'
import { share } from './wechat/share.ts'
import { trade } from './wechat/trade.ts'

export const wechat: Pack = {
  id: 'wechat',
  version: '2026.11.23',
  name: { zh: '微信平台规则', en: 'WeChat platform rules' },
  from: '2026-11-23',
  rules: [...share, ...follow, ...divert, ...content, ...trade, ...privacy, ...message],
}

export const law: Pack = {
  id: 'law',
  version: '2026.11.23',
  name: { zh: '广告法与消费者法', en: 'Advertising and consumer law' },
  from: '2026-11-23',
  rules: [...claims, ...form],
}

export const house: Pack = {
  id: 'house',
  version: '2026.11.23',
  name: { zh: '运营规则', en: 'Operating rules' },
  from: '2026-11-23',
  rules: [...frequency, ...craft],
}

export const basePacks: readonly Pack[] = [wechat, law, house]
