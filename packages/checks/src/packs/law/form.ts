/** Advertising law: how an advertisement must look and behave. */
import type { Rule } from '../../types.ts'
import { adLaw59, adLaw62 } from '../penalties.ts'

export const form: Rule[] = [
  {
    id: 'AD-ID-01',
    family: 'law',
    name: { zh: '广告标识', en: 'Advertisement mark' },
    check: ['draft'],
    severity: 'warn',
    forbids: {
      zh: '知识、体验、测评类内容带购买链接，却没有显著的“广告”标识',
      en: 'Knowledge, experience or review copy with a purchase link and no visible 广告 mark',
    },
    penalty: adLaw59,
    rewrite: { zh: '在标题旁标“广告”', en: 'Put 广告 beside the title' },
    source: 'AD-LAW 14; IAD 9; VC guide 9.6; OA 4.20',
    grade: 'A',
    from: '2023-05-01',
  },
  {
    id: 'AD-CLOSE-01',
    family: 'law',
    name: { zh: '一键关闭', en: 'One tap to close' },
    check: ['text', 'draft'],
    severity: 'block',
    forbids: {
      zh: '弹窗或开屏没有清楚的关闭标志、要倒计时、要点两次，或关了又弹',
      en: 'No clear close mark, a countdown before closing, two taps, or it comes back after closing',
    },
    penalty: adLaw62,
    rewrite: { zh: '第一帧就有清楚的关闭标志，一点就关', en: 'A clear close mark from the first frame; one tap closes' },
    source: 'AD-LAW 44; IAD 10; POP 5(8)',
    grade: 'A',
    from: '2023-05-01',
    tests: [
      { carrier: 'mp', surface: 'popup', text: '广告倒计时 5 秒后才能关闭', hit: true },
      { carrier: 'mp', surface: 'popup', text: '今日营业至 22:00，点右上角关闭', hit: false },
    ],
  },
  {
    id: 'AD-CLICK-01',
    family: 'law',
    name: { zh: '欺骗误导点击', en: 'Deceptive taps' },
    check: ['text', 'draft'],
    severity: 'block',
    forbids: {
      zh: '假系统、升级、病毒、报错提示，假播放或关闭键，假红点或假奖励骗点击',
      en: 'Fake system, update, virus or error prompts, fake play or close marks, fake dots or rewards to get a tap',
    },
    penalty: { zh: '按互联网广告管理办法处罚', en: 'Fine under the internet advertising measures' },
    rewrite: { zh: '按钮写真实去处', en: 'A button that says where it leads' },
    source: 'IAD 10, 11; MP-2018 17.6; OA 3.3',
    grade: 'B',
    from: '2023-05-01',
    tests: [
      { carrier: 'h5', surface: 'popup', text: '检测到您的手机存在病毒，请立即点击清理', hit: true },
      { carrier: 'mp', surface: 'button', text: '查看订单', hit: false },
    ],
  },
  {
    id: 'AD-PUSH-01',
    family: 'law',
    name: { zh: '商业信息同意与退订', en: 'Consent and refusal of marketing' },
    check: ['draft'],
    severity: 'warn',
    forbids: {
      zh: '营销消息没有事先同意、没有署名，或没有退订方式',
      en: 'A marketing message without prior consent, sender or a way to refuse',
    },
    penalty: adLaw62,
    rewrite: { zh: '写明是谁，加“回复 T 退订”或设置入口', en: 'Say who you are, with “reply T to stop” or a setting' },
    source: 'AD-LAW 43; CPL 29',
    grade: 'A',
    from: '2021-04-29',
  },
]
