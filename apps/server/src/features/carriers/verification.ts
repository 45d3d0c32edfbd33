/** Is the account really connected? Each step is answered by asking WeChat or by what has arrived. */
import { type Client, getCallbackIps, getStableToken, WechatError, WechatUnreachable } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { readStatistics } from '../statistics/jobs.ts'
import { askPlatform } from './authorised-steps.ts'
import { type CarrierRow, type CarrierSettings, carrierRow, getCarrier, sql } from './carriers.ts'
import { lastArrival } from './health.ts'
import type { Carrier, VerificationStep } from './schema.ts'
import { answeredWith, callAdvice } from './token-health.ts'

/** Runs all steps now and keeps the result. An account that WeChat lets in has its statistics read at once. */
export async function verifyCarrier(ctx: Context, settings: CarrierSettings, id: string): Promise<Carrier> {
  const row = await carrierRow(ctx, id)
  if (row.archived_at) throw new AppError('not_found', 'The carrier is archived.')
  const at = ctx.clock.now().toISOString()
  const asked = row.platform_id ? await askPlatform(ctx, row, at) : await askWechat(ctx, row, at)
  const steps = [...asked, await callbackStep(ctx, row), await unionidStep(ctx, row, at)]
  await ctx.db.query(sql.set_verification, { brand_id: ctx.brandId, id, verification: { steps } })
  if (steps.some(step => step.id === 'ip_list' && step.state === 'ok')) await readStatistics(ctx, row)
  await ctx.audit('carrier.verify', id, { states: Object.fromEntries(steps.map(step => [step.id, step.state])) })
  return getCarrier(ctx, settings, id)
}

/** One account. Checks that wait for something to arrive are looked at again, so that they tick by themselves; WeChat is not asked. */
export async function readCarrier(ctx: Context, settings: CarrierSettings, id: string): Promise<Carrier> {
  const row = await carrierRow(ctx, id)
  const before = row.verification.steps ?? []
  const waits = (step: VerificationStep) => step.state === 'waiting' && (step.id === 'callback' || step.id === 'unionid')
  if (!row.archived_at && before.some(waits)) {
    const at = ctx.clock.now().toISOString()
    const look = (step: VerificationStep) => (step.id === 'callback' ? callbackStep(ctx, row) : unionidStep(ctx, row, at))
    const steps = await Promise.all(before.map(step => (waits(step) ? look(step) : step)))
    if (steps.some((step, i) => step.state !== before[i]!.state))
      await ctx.db.query(sql.set_verification, { brand_id: ctx.brandId, id, verification: { steps } })
  }
  return getCarrier(ctx, settings, id)
}

/** Credentials by a token, then the list of WeChat's addresses, which also shows whether ours is let in. */
async function askWechat(ctx: Context, row: CarrierRow, at: string): Promise<VerificationStep[]> {
  let client: Client
  try {
    client = (await ctx.wechat(row.id)) as Client
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const fact = { zh: '还没有填写 AppSecret。', en: 'There is no AppSecret yet.' }
    const help = {
      zh: '在微信后台重置并复制 AppSecret，填入这里。',
      en: 'Reset the AppSecret in WeChat’s console, copy it, and enter it here.',
    }
    return [
      { id: 'credentials', state: 'waiting', fact, help, at: null },
      { id: 'ip_list', state: 'waiting', fact, help: null, at: null },
    ]
  }
  try {
    await getStableToken(client, { grant_type: 'client_credential' })
  } catch (error) {
    return refusedToken(error, at)
  }
  const credentials: VerificationStep = {
    id: 'credentials',
    state: 'ok',
    fact: { zh: '微信接受了 AppID 与 AppSecret。', en: 'WeChat accepted AppID and AppSecret.' },
    help: null,
    at,
  }
  try {
    const { ip_list: list } = await getCallbackIps(client, undefined)
    const fact = {
      zh: `接口可用；微信的回调来自 ${list.length} 个地址。`,
      en: `The API answers; WeChat's callbacks come from ${list.length} addresses.`,
    }
    return [credentials, { id: 'ip_list', state: 'ok', fact, help: null, at }]
  } catch (error) {
    return [credentials, ipStep(error, at)]
  }
}

function refusedToken(error: unknown, at: string): VerificationStep[] {
  if (error instanceof WechatError && error.errcode === 40164) {
    const fact = { zh: '微信要先放行本服务器的 IP。', en: 'WeChat wants this server’s address on its list first.' }
    return [{ id: 'credentials', state: 'waiting', fact, help: null, at }, ipStep(error, at)]
  }
  const waiting: VerificationStep = {
    id: 'ip_list',
    state: 'waiting',
    fact: { zh: '等待凭证通过。', en: 'Waits for the credentials.' },
    help: null,
    at: null,
  }
  const unknown = { zh: '检查 AppID、AppSecret 与本服务器的网络。', en: 'Check AppID, AppSecret and this server’s network.' }
  const help = (error instanceof WechatError && adviceFor(error)) || unknown
  return [{ id: 'credentials', state: 'failed', fact: factOf(error), help, at }, waiting]
}

function ipStep(error: unknown, at: string): VerificationStep {
  const step: VerificationStep = { id: 'ip_list', state: 'failed', fact: factOf(error), help: null, at }
  if (error instanceof WechatError && error.errcode !== 40164) return { ...step, help: adviceFor(error) }
  if (!(error instanceof WechatError)) return step
  const ip = /invalid ip ([0-9a-fA-F.:]+)/.exec(error.errmsg)?.[1]
  if (!ip) return step
  return {
    ...step,
    ip,
    help: {
      zh: `把 ${ip} 加入 IP 白名单：微信开发者平台 → 账号 → 基础信息 → 开发密钥 → API IP 白名单。`,
      en: `Add ${ip} to the IP list: WeChat developer platform → account → Basics → Keys → API IP list.`,
    },
  }
}

const adviceFor = ({ errcode, endpoint }: WechatError) => callAdvice(errcode, endpoint.split(' ')[1] ?? '') ?? null

/** WeChat's code without its text: the text may repeat what was sent. */
function factOf(error: unknown): VerificationStep['fact'] {
  if (error instanceof WechatError) return answeredWith(error)
  if (error instanceof WechatUnreachable) return { zh: '微信没有应答。', en: 'WeChat did not answer.' }
  throw error
}

async function callbackStep(ctx: Context, row: CarrierRow): Promise<VerificationStep> {
  const checked = await ctx.db.one<{ at: Date | null }>(sql.url_checked_at, { brand_id: ctx.brandId, carrier_id: row.id })
  const arrived = await lastArrival(ctx, row.id, row.created_at)
  if (arrived) {
    return {
      id: 'callback',
      state: 'ok',
      fact: { zh: '已收到来自微信的有效回调。', en: 'Valid callbacks have arrived.' },
      help: null,
      at: arrived.toISOString(),
    }
  }
  if (checked?.at) {
    return {
      id: 'callback',
      state: 'ok',
      fact: { zh: '微信已校验回调地址，等待第一条消息。', en: 'WeChat checked the address; the first message is awaited.' },
      help: null,
      at: checked.at.toISOString(),
    }
  }
  if (row.kind === 'channels') {
    const fact = {
      zh: '微信没有写明视频号会推送什么，不必填写；推来的都会收下。',
      en: 'WeChat documents no push of a Channels account: not needed. What is pushed is taken.',
    }
    return { id: 'callback', state: 'not_applicable', fact, help: null, at: null }
  }
  return {
    id: 'callback',
    state: 'waiting',
    fact: { zh: '还没有收到回调。', en: 'No callback has arrived yet.' },
    help: row.platform_id
      ? {
          zh: '给这个账号发一条消息试试；收不到时检查开放平台里的“消息与事件接收 URL”与授权的权限集（消息管理）。',
          en: 'Send the account a message; if none arrives, check the message address at open.weixin.qq.com and that the messages set was granted.',
        }
      : {
          zh: '在微信后台填写 URL、Token 与 EncodingAESKey，选择安全模式并保存；若已不记得，可在这里重新生成。',
          en: 'Enter URL, Token and EncodingAESKey in WeChat’s console, choose secure mode and save; if they are lost, make new ones here.',
        },
    at: null,
  }
}

async function unionidStep(ctx: Context, row: CarrierRow, at: string): Promise<VerificationStep> {
  if (row.kind === 'channels') {
    const fact = { zh: '视频号不能绑定开放平台。', en: 'A Channels account cannot be bound to the Open Platform.' }
    return { id: 'unionid', state: 'not_applicable', fact, help: null, at: null }
  }
  const n = await unionidsOnTwoCarriers(ctx)
  if (n > 0) {
    const many = n >= 1000 ? '1000+' : String(n)
    return {
      id: 'unionid',
      state: 'ok',
      fact: { zh: `${many} 个 UnionID 出现在两个以上账号。`, en: `${many} UnionIDs were seen on two or more accounts.` },
      help: null,
      at,
    }
  }
  return {
    id: 'unionid',
    state: 'waiting',
    fact: { zh: '还没有同一 UnionID 出现在两个账号。', en: 'No UnionID was seen on two accounts yet.' },
    help: {
      zh: '把小程序与公众号绑定到同一微信开放平台账号；之后任一用户关注并打开小程序即可验证。',
      en: 'Bind Mini Program and Official Account to one Open Platform account; then anyone who follows and opens the Mini Program proves it.',
    },
    at: null,
  }
}

/** UnionIDs seen with openids of two accounts, counted up to 1,000. */
export async function unionidsOnTwoCarriers(ctx: Context): Promise<number> {
  return (await ctx.db.one<{ n: number }>(sql.unionids_on_two_apps, { brand_id: ctx.brandId }))!.n
}
