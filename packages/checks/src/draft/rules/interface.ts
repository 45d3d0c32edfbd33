/** WeChat's own limits on menus, subscription requests, the follow component, calls and overlays. */
import type { DraftOf } from '../kinds.ts'
import type { Target } from '../parts.ts'
import { type DraftRule, draftRule, each, type Flag, when } from './rule.ts'

/** Limits of the menu interface. */
const topItems = 3
const subItems = 5

export const interfaceRules: DraftRule[] = [
  draftRule('WX-API-01', ['menu'], ({ buttons }) => [
    ...when(buttons.length === 0, '/buttons', '菜单是空的', 'The menu is empty'),
    ...when(buttons.length > topItems, '/buttons', '一级菜单超过 3 个', 'More than 3 first-level items'),
    ...each(buttons, (button, b) => [
      ...when((button.items?.length ?? 0) > subItems, `/buttons/${b}/items`, '二级菜单超过 5 个', 'More than 5 second-level items'),
      ...(button.items?.length ? [] : leads(button.target, `/buttons/${b}`)),
      ...each(button.items, (item, i) => leads(item.target, `/buttons/${b}/items/${i}`)),
    ]),
  ]),
  draftRule('WX-API-02', ['subscribe_request'], ({ trigger, templates, state }, { templatesAtOnce }) => [
    ...when(trigger === 'load' || trigger === 'timer', '/trigger', '没有点击或支付回调就请求订阅', 'Asked without a tap or payment'),
    ...when(templates.length > templatesAtOnce, '/templates', '一次超过 3 个模板', 'More than 3 templates at once'),
    ...when(new Set(templates.map(one => one.kind)).size > 1, '/templates', '一次性与长期订阅混用', 'One-off and long-term are mixed'),
    ...beyondConsent(state),
  ]),
  draftRule('WX-API-02', ['send_plan'], ({ channel, state }) => (channel === 'subscribe' ? beyondConsent(state) : [])),
  draftRule('WX-API-03', ['follow_component'], ({ onThisPage, sameSubject, scene, fallback }, { followScenes }) => [
    ...when(onThisPage > 1, '/onThisPage', '一页放了两个', 'Two on one page'),
    ...when(!sameSubject, '/sameSubject', '不是同主体或关联主体的公众号', 'The account belongs to another company'),
    ...when(
      scene !== undefined && !followScenes.includes(scene) && !fallback,
      '/scene',
      '这个场景里组件不显示，也没有退路',
      'It does not show in this scene, and nothing stands in for it',
    ),
  ]),
  draftRule('WX-API-04', ['journey'], ({ calls }) => each(calls, (call, i) => callFlags(call, `/calls/${i}`))),
  draftRule('WX-API-04', ['send_plan'], ({ state }) => [
    ...when(state.granted === false, '/state/granted', '接口没有授权', 'The interface is not granted'),
    ...when(state.quota !== undefined && (state.quotaUsed ?? 0) >= state.quota, '/state/quotaUsed', '额度已用完', 'The quota is used up'),
  ]),
  draftRule('WX-API-05', ['journey'], ({ usesUnionId, bound, sameSubject }) => [
    ...when(
      usesUnionId && !bound,
      '/bound',
      '载体还没有绑定到同一个开放平台账号',
      'The carriers are not bound to one Open Platform account',
    ),
    ...when(usesUnionId && sameSubject === false, '/sameSubject', '载体不是同一主体', 'The carriers belong to different companies'),
  ]),
  draftRule('WX-API-07', ['popup'], ({ close }, { closePx }) => [
    ...when(!close.present, '/close/present', '没有关闭按钮', 'There is no close control'),
    ...when(close.present && close.works === false, '/close/works', '关闭按钮点了没用', 'The close control does not work'),
    ...when(
      close.present && close.sizePx !== undefined && close.sizePx < closePx,
      '/close/sizePx',
      `关闭按钮小于 ${closePx} px`,
      `The close control is under ${closePx} px`,
    ),
  ]),
]

/** An item leads somewhere; into a Mini Program by an exact path that is not its first page. */
function leads(target: Target | undefined, path: string): Flag[] {
  if (!target) return when(true, `${path}/target`, '没有去处', 'It leads nowhere')
  if (target.kind !== 'mini_program_page') return []
  return [
    ...when(!target.path?.trim(), `${path}/target/path`, '没有小程序页面路径', 'The Mini Program page path is missing'),
    ...when(
      /^\/?pages\/(index|home)(\/(index|home))?$/.test(target.path?.split('?')[0] ?? ''),
      `${path}/target/path`,
      '指向首页，不是服务页',
      'It leads to the home page, not the service',
    ),
  ]
}

function beyondConsent(state: { consents?: number; sends?: number } | undefined): Flag[] {
  return when(
    state?.consents !== undefined && (state.sends ?? 0) >= state.consents,
    '/state/sends',
    '发送次数已达到授权次数',
    'As many were sent as were consented to',
  )
}

type Call = NonNullable<DraftOf<'journey'>['calls']>[number]
function callFlags({ granted, open, simulated, used = 0, planned = 0, quota }: Call, path: string): Flag[] {
  return [
    ...when(granted === false, `${path}/granted`, '接口没有授权', 'The interface is not granted'),
    ...when(open === false, `${path}/open`, '不是公开接口', 'Not a public interface'),
    ...when(simulated, `${path}/simulated`, '模拟点击', 'Simulated clicks'),
    ...when(quota !== undefined && used + planned > quota, `${path}/planned`, '超过额度', 'Beyond the quota'),
  ]
}
