/** What the keys in a rule's `source` stand for. A rule names key and clause: `AD-LAW 9(3)`. */
import type { Grade, Words } from '../types.ts'

export type Source = { key: string; name: Words; grade: Grade }

const source = (key: string, grade: Grade, zh: string, en: string): Source => ({ key, grade, name: { zh, en } })

/** Longer keys first, so that `MP-2018` is found before a key that begins like it. */
export const sources: Source[] = [
  source('MP-2018', 'B', '《微信小程序平台运营规范》（2018-11-16 文本）', 'Mini Program operating rules (text of 2018-11-16)'),
  source('MP-NOW', 'A', '小程序违规事件文档：5.1 滥用分享行为', 'Mini Program penalty event documentation: 5.1 abuse of sharing'),
  source(
    'MP-2019',
    'B',
    '小程序模板消息能力调整公告（2019-10-12）、5.21 滥用订阅消息',
    'Notice on template messages (2019-10-12), 5.21 abuse of subscription messages',
  ),
  source('MP-2020', 'C', '关于小程序内分享行为的进一步规范（2020-12）', 'Further rules on sharing in Mini Programs (2020-12)'),
  source('OATM-3P', 'C', '第三方转述的模板消息频次', 'Frequency of template messages as told by third parties'),
  source('OATM', 'A', '公众号模板消息接口文档', 'Account template message documentation'),
  source('OA', 'C', '《微信公众平台运营规范》', 'Official account operating rules'),
  source('VC', 'A', '《微信视频号运营规范》与《视频号常见违规内容概览》', 'Channels operating rules and guide to common breaches'),
  source('EXT-2019', 'C', '《微信外部链接内容管理规范》（2019-10-28）', 'Rules for external links (2019-10-28)'),
  source('EXT-2018', 'C', '外部链接规范（2018）', 'Rules for external links (2018)'),
  source('EXT', 'C', '《微信外部链接内容管理规范》（2025-10-23）', 'Rules for external links (2025-10-23)'),
  source('TM', 'A', '小程序模板消息文档', 'Mini Program template message documentation'),
  source('SUB', 'A', '小程序订阅消息文档', 'Mini Program subscription message documentation'),
  source('FOLLOWC', 'C', '公众号关注组件文档', 'Follow component documentation'),
  source('AD-LAW', 'A', '《广告法》', 'Advertising Law'),
  source('ABS-2023', 'C', '《广告绝对化用语执法指南》', 'Guide on absolute terms in advertising'),
  source('CITE-DRAFT', 'C', '广告引证内容执法指南（征求意见稿）', 'Draft guide on citations in advertising'),
  source('NOTICE-2026-03', 'C', '广告引证专项整治通知（2026-03-13）', 'Notice of a clean-up of citations (2026-03-13)'),
  source('IAD', 'C', '《互联网广告管理办法》', 'Internet advertising measures'),
  source('POP', 'A', '《互联网弹窗信息推送服务管理规定》', 'Rules on popups'),
  source('PROMO', 'C', '《规范促销行为暂行规定》', 'Interim rules on promotion'),
  source('AUCL', 'A', '《反不正当竞争法》', 'Anti-Unfair Competition Law'),
  source('PIPL', 'A', '《个人信息保护法》', 'Personal Information Protection Law'),
  source('NDR', 'A', '《网络数据安全管理条例》', 'Network data security regulation'),
  source('MNR', 'A', '《未成年人网络保护条例》', 'Regulation on minors online'),
  source('EC', 'A', '《电子商务法》', 'E-commerce Law'),
  source('CPL-IR', 'C', '《消费者权益保护法实施条例》', 'Implementing regulation of the consumer law'),
  source('CPL', 'A', '《消费者权益保护法》', 'Consumer protection law'),
  source('INFR', 'A', '《侵害消费者权益行为处罚办法》', 'Measures on infringing consumers’ rights'),
  source('NTR', 'C', '《网络交易监督管理办法》', 'Online trading measures'),
  source('AI-LABEL', 'C', '《人工智能生成合成内容标识办法》', 'Measures on labelling AI content'),
  source('API', 'A', '微信接口文档', 'WeChat interface documentation'),
  source('S', 'S', '运营指南', 'The operations guide'),
  source('D', 'D', '本产品的工程规则', 'Our own engineering rule'),
]

/** The sources a rule names, with their clauses: `OA 3.9; OATM-3P` gives two. A part no key opens is left out. */
export function sourcesOf(text: string): { source: Source; clause: string }[] {
  return text.split(/;\s*/).flatMap(part => {
    const found = sources.find(s => part === s.key || part.startsWith(`${s.key} `))
    return found ? [{ source: found, clause: part.slice(found.key.length).trim() }] : []
  })
}
