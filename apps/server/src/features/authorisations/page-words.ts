/** What an account's administrator reads on our two pages, who may be nobody here. */
import type { Outcome } from './schema.ts'

type Words = { zh: string; en: string }
export type Lang = keyof Words

/** Why there is no outcome. `code_dead`: WeChat's code was too old or used. */
export type Trouble = 'unknown' | 'expired' | 'used' | 'code_dead' | 'no_code' | 'no_ticket' | 'not_now'

type Said = { title: Words; text: Words; good: boolean }

export const outcomes: Record<Outcome['result'], Said> = {
  connected: {
    good: true,
    title: { zh: '授权成功', en: 'Authorised' },
    text: { zh: '账号已经接入，可以关闭本页。', en: 'The account is connected; you may close this page.' },
  },
  again: {
    good: true,
    title: { zh: '授权已更新', en: 'Authorisation renewed' },
    text: {
      zh: '账号原来就已接入，数据都在，可以关闭本页。',
      en: 'The account was connected before and nothing was lost; you may close this page.',
    },
  },
  mode_changed: {
    good: true,
    title: { zh: '授权成功', en: 'Authorised' },
    text: { zh: '账号改为经由服务商接入，历史数据不变。', en: 'The account goes through the agency now; its history stays.' },
  },
  is_direct: {
    good: true,
    title: { zh: '授权成功，还差一步', en: 'Authorised, one step left' },
    text: {
      zh: '这个账号已用 AppSecret 直接连接。请操作人在控制台确认改为“授权给服务商”，载体与历史数据都保留。',
      en: 'This account is connected by its own AppSecret. The operator confirms in the console that it goes through the agency; carrier and history stay.',
    },
  },
  other_brand: {
    good: false,
    title: { zh: '账号已接入另一个品牌', en: 'Connected to another brand' },
    text: {
      zh: '这个账号经由同一服务商接入了另一个品牌，没有任何改动。请先在那个品牌里归档它，再重新生成链接。',
      en: 'The account is connected to another brand through the same agency; nothing was changed. Archive it there first, then make a new link.',
    },
  },
  other_account: {
    good: false,
    title: { zh: '扫码的不是这个账号', en: 'That was another account' },
    text: {
      zh: '链接是为另一个账号生成的，没有任何改动。请用那个账号的管理员重新扫码。',
      en: 'The link was made for another account; nothing was changed. Let the administrator of that account scan.',
    },
  },
  unsupported: {
    good: false,
    title: { zh: '暂不支持这类账号', en: 'This kind of account cannot be connected' },
    text: {
      zh: '可以接入公众号、服务号、小程序、视频号与微信小店。',
      en: 'Official Accounts, Mini Programs, Channels accounts and shops can be connected.',
    },
  },
}

const again: Words = { zh: '请让操作人在控制台重新生成授权链接。', en: 'Ask the operator to make a new link in the console.' }

export const troubles: Record<Trouble, Omit<Said, 'good'>> = {
  unknown: { title: { zh: '没有这个授权链接', en: 'There is no such link' }, text: again },
  expired: {
    title: { zh: '授权链接已过期', en: 'The link has expired' },
    text: { zh: `没有任何改动。${again.zh}`, en: `Nothing was changed. ${again.en}` },
  },
  used: {
    title: { zh: '授权链接已经用过', en: 'The link was used before' },
    text: { zh: `一个链接只能授权一次。${again.zh}`, en: `A link is for one authorisation. ${again.en}` },
  },
  code_dead: {
    title: { zh: '授权码已失效', en: 'WeChat’s code has ended' },
    text: {
      zh: `微信的授权码只有十分钟有效，且只能用一次。${again.zh}`,
      en: `WeChat’s code lives ten minutes and serves once. ${again.en}`,
    },
  },
  no_code: {
    title: { zh: '微信没有给出授权码', en: 'WeChat gave no code' },
    text: { zh: '请回到上一页重新扫码，并在手机上点确认。', en: 'Go back, scan again, and confirm on the phone.' },
  },
  no_ticket: {
    title: { zh: '服务商平台还没有准备好', en: 'The agency’s platform is not ready' },
    text: {
      zh: '还没有收到微信的 component_verify_ticket（每十分钟一次）。几分钟后刷新本页即可。',
      en: 'WeChat’s component_verify_ticket has not come yet (one comes every ten minutes). Reload this page in a few minutes.',
    },
  },
  not_now: {
    title: { zh: '暂时没有完成', en: 'Not done yet' },
    text: {
      zh: '微信没有正常应答。授权不会丢，请稍后刷新本页。',
      en: 'WeChat did not answer well. Nothing is lost; reload this page in a moment.',
    },
  },
}
