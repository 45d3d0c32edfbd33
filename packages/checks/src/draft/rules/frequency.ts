/** How often, when and where. */
import type { DraftSettings } from '../settings.ts'
import { type DraftRule, draftRule, each, when } from './rule.ts'

const paying = (pageRole: string | undefined) => pageRole === 'checkout' || pageRole === 'pay'
const diverting = (aim: string | undefined) =>
  aim === 'follow' || aim === 'share' || aim === 'subscribe' || aim === 'coupon' || aim === 'channels'

export const frequencyRules: DraftRule[] = [
  draftRule('WX-FREQ-01', ['popup'], ({ trigger, state }, { dwellSeconds }) => [
    ...when(trigger.on === 'enter', '/trigger/on', '一进页面就弹', 'It appears on entry'),
    ...when(trigger.on === 'back', '/trigger/on', '拦截了返回键', 'It catches the back button'),
    ...when(
      trigger.on === 'dwell' && (trigger.seconds ?? 0) < dwellSeconds,
      '/trigger/seconds',
      `停留不到 ${dwellSeconds} 秒就弹`,
      `It appears before ${dwellSeconds} s`,
    ),
    ...when(
      trigger.on === 'dwell' && state?.dwellSeconds !== undefined && state.dwellSeconds < dwellSeconds,
      '/state/dwellSeconds',
      `只停留了 ${state?.dwellSeconds} 秒`,
      `They stayed ${state?.dwellSeconds} s only`,
    ),
  ]),
  draftRule('WX-FREQ-02', ['popup'], ({ aim, state }, { popupsPer24h }) =>
    when(diverting(aim) && (state?.popupsInLast24h ?? 0) >= popupsPer24h, '/state/popupsInLast24h'),
  ),
  draftRule('WX-FREQ-03', ['popup', 'entry'], ({ pageRole, aim }) => when(paying(pageRole) && diverting(aim), '/pageRole')),
  draftRule('WX-FREQ-03', ['follow_component'], ({ pageRole }) => when(paying(pageRole), '/pageRole')),
  draftRule('WX-FREQ-03', ['slot'], ({ pageRole, entries }) =>
    paying(pageRole) ? each(entries, ({ target }, i) => when(leadsAway(target.kind), `/entries/${i}/target`)) : [],
  ),
  draftRule('WX-FREQ-04', ['article'], ({ inserts }, { insertsPerArticle }) =>
    each(inserts.slice(insertsPerArticle), (_, i) => when(true, `/inserts/${insertsPerArticle + i}`)),
  ),
  draftRule('WX-FREQ-05', ['live_plan'], ({ lines, state }, { liveGapMinutes }) => {
    const spoken = lines.map((line, i) => ({ ...line, i })).filter(line => line.diversion)
    spoken.sort((a, b) => a.atMinutes - b.atMinutes)
    const since = (state?.nowMinutes ?? Number.POSITIVE_INFINITY) - (state?.lastDiversionMinutes ?? 0)
    return [
      ...spoken.flatMap(({ i, atMinutes }, n) =>
        when(n > 0 && atMinutes - spoken[n - 1]!.atMinutes < liveGapMinutes, `/lines/${i}/atMinutes`),
      ),
      ...when(state?.lastDiversionMinutes !== undefined && since < liveGapMinutes, '/state/lastDiversionMinutes'),
    ]
  }),
  draftRule('WX-FREQ-06', ['send_plan'], ({ channel, account, state }, settings) => {
    if (channel !== 'broadcast') return []
    return account === 'service'
      ? when((state.broadcastsThisMonth ?? 0) >= settings.broadcastsPerMonth, '/state/broadcastsThisMonth')
      : when((state.broadcastsToday ?? 0) >= settings.broadcastsPerDay, '/state/broadcastsToday')
  }),
  draftRule('WX-FREQ-07', ['send_plan'], ({ channel, state }, { sameKindPerDay }) =>
    when((channel === 'subscribe' || channel === 'template') && (state.sameKindToday ?? 0) >= sameKindPerDay, '/state/sameKindToday'),
  ),
  draftRule('WX-FREQ-08', ['send_plan'], ({ hour, purpose, state }, settings) => [
    ...when((state.touchesToday ?? 0) >= settings.touchesPerDay, '/state/touchesToday', '今天的触达已满', 'The day’s touches are used up'),
    // What people wait for themselves (a parcel, a seat) may come at night.
    ...when(purpose === 'marketing' && hour !== undefined && quiet(hour, settings), '/hour', '免打扰时段', 'Quiet hours'),
  ]),
  draftRule('WX-FREQ-09', ['survey'], ({ questions }, { surveyQuestions }) =>
    when(
      questions.length > surveyQuestions,
      '/questions',
      `有 ${questions.length} 题，不要超过 ${surveyQuestions} 题`,
      `${questions.length} questions; at most ${surveyQuestions}`,
    ),
  ),
  draftRule('WX-FREQ-10', ['send_plan'], ({ channel, purpose, state }) =>
    // Who left the account may still wait for the order they subscribed to in the Mini Program.
    when(
      state.suppressed !== undefined && !(state.suppressed === 'unfollowed' && channel === 'subscribe' && purpose === 'service'),
      '/state/suppressed',
    ),
  ),
]

const leadsAway = (kind: string) => kind !== 'mini_program_page' && kind !== 'customer_service' && kind !== 'shop_item'

/** Whether the hour lies in the quiet ones, which may pass midnight. */
function quiet(hour: number, { quietFrom, quietTo }: DraftSettings): boolean {
  return quietFrom <= quietTo ? hour >= quietFrom && hour < quietTo : hour >= quietFrom || hour < quietTo
}
