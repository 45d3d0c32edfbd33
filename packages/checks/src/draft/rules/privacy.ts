/** Consent: asked for fairly, given freely, taken back easily. */
import { sensitive } from '../contents.ts'
import { type DraftRule, draftRule, each, when } from './rule.ts'

const isSensitive = (data: string | undefined) => sensitive.some(one => one === data)
const tapsToWithdraw = 4

export const privacyRules: DraftRule[] = [
  draftRule('WX-PRIV-01', ['privacy_notice'], ({ purposes }) =>
    each(purposes, ({ required, needed }, i) => when(required && !needed, `/purposes/${i}/required`)),
  ),
  draftRule('WX-PRIV-02', ['survey'], ({ questions }) =>
    each(questions, ({ data, needed, separateConsent }, i) => when(isSensitive(data) && !(needed && separateConsent), `/questions/${i}`)),
  ),
  draftRule('WX-PRIV-02', ['privacy_notice'], ({ fields }) =>
    each(fields, ({ data, needed, separateConsent }, i) => when(isSensitive(data) && !(needed && separateConsent), `/fields/${i}`)),
  ),
  draftRule('WX-PRIV-03', ['privacy_notice'], ({ purposes, bundled, decline }) => [
    ...each(purposes, ({ ticked }, i) => when(ticked, `/purposes/${i}/ticked`, '默认勾选了同意', 'Consent is ticked beforehand')),
    ...when(bundled, '/bundled', '几个用途捆在一起同意', 'Several purposes are bundled in one consent'),
    ...when(!decline.present, '/decline/present', '没有“暂不”', 'There is no “not now”'),
    ...when(decline.present && !decline.equalWeight, '/decline/equalWeight', '“暂不”没有“同意”醒目', '“Not now” weighs less than “agree”'),
  ]),
  draftRule('WX-PRIV-05', ['survey', 'privacy_notice'], ({ audience, guardianConsent }) =>
    when(
      audience === 'under14' && !guardianConsent,
      '/guardianConsent',
      '面向 14 岁以下，却没有监护人同意',
      'For under-14s without a guardian’s consent',
    ),
  ),
  draftRule('WX-PRIV-05', ['journey'], ({ audience, personalised }) =>
    when(audience === 'under14' && personalised, '/audience', '不能对未成年人做自动化营销', 'No automated marketing to minors'),
  ),
  draftRule('WX-PRIV-05', ['send_plan'], ({ purpose, state }) =>
    when(state.minor && purpose === 'marketing', '/state/minor', '不能向未成年人发营销', 'No marketing to minors'),
  ),
  draftRule('WX-PRIV-06', ['privacy_notice'], ({ withdrawal }) => [
    ...when(!withdrawal.selfService, '/withdrawal/selfService', '不能自助撤回或注销', 'No self-service withdrawal or erasure'),
    ...when((withdrawal.taps ?? 0) > tapsToWithdraw, '/withdrawal/taps', '撤回同意要点太多次', 'Withdrawing takes too many taps'),
    ...when(withdrawal.keepsForever, '/withdrawal/keepsForever', '注销后仍保留数据', 'Data is kept after erasure'),
  ]),
  draftRule('WX-PRIV-07', ['journey'], ({ personalised, offSwitch, tagDeletion }) => [
    ...when(personalised && !offSwitch, '/offSwitch', '没有关闭个性化的开关', 'No switch to turn personalisation off'),
    ...when(personalised && !tagDeletion, '/tagDeletion', '不能删除标签', 'Tags cannot be deleted'),
  ]),
  draftRule('WX-PRIV-07', ['campaign'], ({ personalised, offSwitch }) => when(personalised && !offSwitch, '/offSwitch')),
  draftRule('WX-PRIV-07', ['benefit'], ({ listPriceVaries }) =>
    when(listPriceVaries, '/listPriceVaries', '同一商品对不同人标价不同', 'The list price differs from person to person'),
  ),
  draftRule('WX-PRIV-08', ['popup', 'subscribe_request', 'send_plan'], ({ state }, { refusalDays }) =>
    when(
      (state?.daysSinceRefusal ?? refusalDays) < refusalDays,
      '/state/daysSinceRefusal',
      `对方 ${state?.daysSinceRefusal} 天前刚拒绝，至少隔 ${refusalDays} 天`,
      `Refused ${state?.daysSinceRefusal} days ago; wait ${refusalDays}`,
    ),
  ),
  draftRule('WX-PRIV-09', ['journey'], ({ joins = [], joinNotice, joinConsent }) => [
    ...when(joins.length > 1 && !joinNotice, '/joinNotice'),
    ...when(joins.length > 1 && !joinConsent, '/joinConsent'),
  ]),
  draftRule('WX-PRIV-09', ['privacy_notice'], ({ joins = [], joinsStated, consentPerPerson }) => [
    ...when(joins.length > 1 && !joinsStated, '/joinsStated'),
    ...when(joins.length > 1 && !consentPerPerson, '/consentPerPerson'),
  ]),
]
