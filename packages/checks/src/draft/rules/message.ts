/** Messages: what they are for, and the service they belong to. */
import { conditionsOn, type DraftRule, draftRule, everywhere, type Flag, when } from './rule.ts'

const serviceChannel = (channel: string) => channel === 'subscribe' || channel === 'template'

export const messageRules: DraftRule[] = [
  draftRule('WX-MSG-01', ['message_template'], ({ purpose }) => when(purpose === 'marketing', '/purpose')),
  draftRule('WX-MSG-01', ['send_plan'], ({ channel, purpose }) => when(serviceChannel(channel) && purpose === 'marketing', '/purpose')),
  draftRule('WX-MSG-03', ['message_template'], ({ scene, eventScene, eventId }) => [
    ...when(
      eventScene !== undefined && eventScene !== scene,
      '/eventScene',
      `模板用于“${scene}”，触发的是“${eventScene}”`,
      `The template is for “${scene}”, what happened is “${eventScene}”`,
    ),
    ...when(eventId === false, '/eventId', '没有真实的业务单号', 'There is no real event behind it'),
  ]),
  draftRule('WX-MSG-03', ['send_plan'], ({ channel, eventId }) => when(serviceChannel(channel) && eventId === false, '/eventId')),
  everywhere('WX-MSG-05', draft => conditionsOn(draft, ['open_chat'])),
  draftRule('WX-MSG-05', ['reply'], ({ trigger, marketing, asked }) =>
    when(trigger === 'customer_service' && marketing && !asked, '/marketing', '用户没有问，就发了营销', 'Marketing without a question'),
  ),
  draftRule('WX-MSG-05', ['send_plan'], ({ channel, purpose, state }, { questionMinutes }) =>
    when(
      channel === 'customer_service' &&
        purpose === 'marketing' &&
        (state.minutesSinceQuestion ?? Number.POSITIVE_INFINITY) > questionMinutes,
      '/state/minutesSinceQuestion',
      '用户没有问，就发了营销',
      'Marketing without a question',
    ),
  ),
  draftRule('WX-API-06', ['message_template'], ({ title }) => titleFlags(title)),
  // Who follows an account has agreed to its broadcasts, sees whose they are and ends them by unfollowing.
  draftRule('AD-PUSH-01', ['send_plan'], ({ channel, purpose, consent, sender, refusal }) =>
    purpose === 'marketing' && channel !== 'broadcast'
      ? [
          ...when(!consent, '/consent', '没有事先同意', 'There is no prior consent'),
          ...when(!sender, '/sender', '没有写明是谁发的', 'The sender is not named'),
          ...when(!refusal, '/refusal', '没有退订方式', 'There is no way to refuse'),
        ]
      : [],
  ),
]

const personal = ['您', '你', '亲', '我们', '咱', '本店']
const selling = [
  '优惠',
  '折',
  '券',
  '红包',
  '促销',
  '秒杀',
  '上新',
  '新品',
  '福利',
  '抽奖',
  '会员日',
  '积分',
  '活动',
  '特价',
  '砍价',
  '拼团',
]

function titleFlags(title: string): Flag[] {
  return [
    ...when(!/(提醒|通知)$/.test(title.trim()), '/title', '标题要以“提醒”或“通知”结尾', 'A title ends in 提醒 or 通知'),
    ...when(/[^\p{Script=Han}a-zA-Z0-9]/u.test(title.trim()), '/title', '标题里不能有符号', 'No signs in a title'),
    ...when(
      personal.some(word => title.includes(word)),
      '/title',
      '标题里不用人称',
      'No personal words in a title',
    ),
    ...when(
      selling.some(word => title.includes(word)),
      '/title',
      '标题属于营销',
      'The title is marketing',
    ),
  ].slice(0, 1)
}
