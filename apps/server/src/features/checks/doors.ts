/**
 * Every way out to WeChat or to a person. What wants to leave is sent by `leave`, under its kept verdict; what blocks does not
 * leave, what warns leaves once a person has confirmed that very content. `doors.test.ts` holds the server to this list.
 */

import type { Words } from '@wematrix/checks'
import { WechatError, WechatInputError } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { loadSql } from '../../infra/sql.ts'
import { described, reviewAll, type ToReview } from './reviews.ts'
import type { StoredReview } from './schema.ts'

const sql = loadSql(new URL('./reviews.sql', import.meta.url), [
  'lock_artefacts',
  'begin_leaving',
  'end_leaving',
  'end_live',
  'begin_live',
  'left_by',
])

/**
 * `endpoints`: the rows of `@wematrix/wechat` that go through it. `files`: where the server calls them; none: no verb leads there yet.
 * `lasts`: what left stays where people see it, and is read again when rules change.
 */
export type Door = { id: string; name: Words; endpoints: readonly string[]; files: readonly string[]; lasts: boolean }

const door = (id: string, zh: string, en: string, lasts: boolean, endpoints: readonly string[], files: readonly string[] = []): Door => ({
  id,
  name: { zh, en },
  endpoints,
  files,
  lasts,
})

export const doors: readonly Door[] = [
  door('customer-message', '客服消息', 'Customer message', false, ['sendCustomMessage'], ['features/authorisations/pushes.ts']),
  door('menu', '公众号菜单', 'Account menu', true, ['createMenu', 'addConditionalMenu']),
  door('article', '图文与发布', 'Articles', true, ['addDraft', 'updateDraft', 'submitPublish']),
  door('mass', '群发', 'Mass message', true, ['sendMass', 'sendMassTo', 'previewMass', 'prepareMassVideo']),
  door('material', '素材', 'Material', true, ['addMaterial', 'uploadArticleImage', 'uploadTemporaryMedia']),
  door('template-message', '模板消息', 'Template message', false, ['sendTemplateMessage', 'sendOneTimeMessage']),
  door('subscribe-message', '订阅消息', 'Subscription message', false, ['sendSubscribeMessage', 'sendServiceSubscribeMessage']),
  door('service-card', '服务卡片', 'Service card', false, ['setServiceCard']),
  door('message-template', '消息模板', 'Message template', true, ['addTemplate', 'addSubscribeTemplate']),
  door('comment', '评论回复', 'Reply to a comment', true, ['replyToComment']),
  door('service-account', '客服账号', 'Service account', true, ['addServiceAccount', 'updateServiceAccount', 'setServicePicture']),
  door('coupon', '小店优惠券', 'Shop coupon', true, ['createCoupon', 'updateCoupon', 'updateCouponStatus']),
  door('shipping', '发货信息', 'Shipping notice', false, ['uploadShippingInfo', 'uploadCombinedShippingInfo']),
  door('short-link', '短链标题', 'Title of a short link', true, ['generateShortLink']),
  door('callback-answer', '被动回复', 'Answer to a callback', false, []),
  door('sdk-slot', '小程序内栏位', 'Slot in the Mini Program', true, []),
]

/** What looks like a door and is none. */
export const noDoors: readonly { what: string; why: string }[] = [
  { what: 'createRobot (features/alarms)', why: 'A robot in a WeCom group tells operators of troubles; nobody of the audience reads it.' },
  {
    what: 'releaseTest (features/inbox)',
    why: 'The fixed word that the documentation asks for, given to the robot of WeChat before a network-wide release.',
  },
]

export type Leaving = ToReview

/**
 * Sends by this door what may leave, and keeps that it is live once WeChat has taken it. Not to be called in a transaction: what is
 * kept before the send must outlive a process that dies in it. Throws `blocked_by_check` with the findings, `needs_confirmation` for
 * warnings that nobody has confirmed, and what `send` throws.
 */
export async function leave<T>(ctx: Context, doorId: string, leaving: Leaving, send: (review: StoredReview) => Promise<T>): Promise<T> {
  const of = doors.find(({ id }) => id === doorId)
  if (!of) throw new Error(`There is no door "${doorId}"; name it in features/checks/doors.ts.`)
  const [row] = await reviewAll(ctx, [leaving])
  const review = (await described(ctx, [row!]))[0]!
  if (review.verdict === 'block') throw refused(review, 'blocked_by_check')
  if (review.verdict === 'warn' && !review.confirmed) throw refused(review, 'needs_confirmation')
  const one = { brand_id: ctx.brandId, id: review.id }
  if (of.lasts) await ctx.db.query(sql.begin_leaving, { ...one, at: ctx.clock.now() })
  const sent = await send(review).catch(async error => {
    if (of.lasts && didNotLeave(error)) await ctx.db.query(sql.end_leaving, one)
    throw error
  })
  await (of.lasts ? setLive(ctx, of.id, [review]) : ctx.db.query(sql.left_by, { brand_id: ctx.brandId, keep: [review.id], door: of.id }))
  return sent
}

/** WeChat said no, or was not asked. After no answer, or “busy” (-1), nobody knows. */
function didNotLeave(error: unknown): boolean {
  return error instanceof WechatInputError || (error instanceof WechatError && error.errcode !== -1)
}

/** From now on people see these contents, and no others of the same artefacts. */
export async function setLive(ctx: Context, doorId: string, reviews: readonly Pick<StoredReview, 'id' | 'artefact'>[]): Promise<void> {
  if (reviews.length === 0) return
  const of = { kinds: reviews.map(({ artefact }) => artefact.kind), ids: reviews.map(({ artefact }) => artefact.id) }
  await ctx.transaction(async ctx => {
    await ctx.db.query(sql.lock_artefacts, { brand_id: ctx.brandId, ...of })
    const keep = reviews.map(({ id }) => id)
    await ctx.db.query(sql.end_live, { brand_id: ctx.brandId, ...of, keep })
    await ctx.db.query(sql.begin_live, { brand_id: ctx.brandId, keep, door: doorId, at: ctx.clock.now() })
  })
}

function refused(review: StoredReview, code: 'blocked_by_check' | 'needs_confirmation'): AppError {
  const severity = code === 'blocked_by_check' ? 'block' : 'warn'
  const why = review.findings.filter(finding => finding.severity === severity)
  const rules = [...new Set(why.map(({ rule }) => rule))].join(', ')
  const what = review.artefact.name || review.artefact.id
  const zh =
    code === 'blocked_by_check'
      ? `“${what}”被拦截，不能发出：${rules}。请按改法修改，或申请豁免。`
      : `“${what}”需确认（${rules}），由人确认后才能发出。`
  const en =
    code === 'blocked_by_check'
      ? `"${what}" must not leave: ${rules}. See review ${review.id}, change it, or ask for a waiver.`
      : `"${what}" has warnings (${rules}); a person confirms review ${review.id} before it leaves.`
  const details = why.map(({ path = '', rule, quote, reason }) => ({ path, message: `${rule} “${quote}”: ${reason.zh}` }))
  return new AppError(code, en, { details, words: { zh, en } })
}
