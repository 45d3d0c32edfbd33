/** The way from an empty server to a working brand, told by what is there. */
import type { KeepDays } from '../../config.ts'
import type { Context } from '../../context.ts'
import { loadChSql, loadSql } from '../../infra/sql.ts'
import type { CarrierKind } from '../carriers/schema.ts'
import { unionidsOnTwoCarriers } from '../carriers/verification.ts'
import { parkedUntil } from '../ops/cleanup.ts'
import type { SetupStep } from './schema.ts'

const sql = loadSql(new URL('./setup.sql', import.meta.url), ['connected', 'parked'])
const ch = loadChSql(new URL('./setup.ch.sql', import.meta.url), ['seen'])

type Connected = { kind: CarrierKind; n: number; credentials: number; callbacks: number }
type Seen = { callbacks: string; sdk: string; orders: string }

/** What is left of parked batches' time when the list begins to name them. */
const warnDays = 7

export async function setupSteps(ctx: Context, keep: KeepDays): Promise<SetupStep[]> {
  const [connected, [seen], unionids, expiring] = await Promise.all([
    ctx.db.query<Connected>(sql.connected, { brand_id: ctx.brandId }),
    ctx.events.query<Seen>(ch.seen, { brand: ctx.brandId }),
    unionidsOnTwoCarriers(ctx),
    parkedStep(ctx, keep),
  ])
  const sum = (field: 'n' | 'credentials' | 'callbacks', kinds?: CarrierKind[]) =>
    connected.filter(row => !kinds || kinds.includes(row.kind)).reduce((total, row) => total + row[field], 0)
  const carriers = sum('n')
  // WeChat's test push of the address counts before the first message does.
  const callbacks = Math.max(Number(seen?.callbacks ?? 0), sum('callbacks'))
  const connect = (id: 'mini_program' | 'official_account' | 'channels', zh: string, en: string): SetupStep => {
    const n = sum('n', id === 'channels' ? ['channels', 'shop'] : [id])
    return {
      id,
      title: { zh: `接入${zh}`, en: `Connect ${en}` },
      done: n > 0,
      fact: n > 0 ? { zh: `已接入 ${n} 个。`, en: `${n} connected.` } : { zh: '还没有接入。', en: 'None connected yet.' },
      href: `carriers/new?kind=${id}`,
    }
  }
  const counted = (
    id: SetupStep['id'],
    title: SetupStep['title'],
    n: number,
    what: SetupStep['title'],
    none: SetupStep['title'],
    href: string,
  ): SetupStep => ({
    id,
    title,
    done: n > 0,
    fact: n > 0 ? { zh: `${n} ${what.zh}`, en: `${n} ${what.en}` } : none,
    href,
  })
  const there = { zh: '已完成。', en: 'Done.' }
  return [
    { id: 'owner', title: { zh: '创建所有者账号', en: 'Create the owner account' }, done: true, fact: there, href: 'settings' },
    { id: 'brand', title: { zh: '创建品牌', en: 'Create the brand' }, done: true, fact: there, href: 'settings' },
    connect('mini_program', '小程序', 'the Mini Program'),
    connect('official_account', '公众号', 'an Official Account'),
    connect('channels', '视频号或微信小店', 'Channels or WeChat Shop'),
    {
      id: 'credentials',
      title: { zh: '验证账号凭证', en: 'Check the credentials' },
      done: carriers > 0 && sum('credentials') === carriers,
      fact: {
        zh: `${carriers} 个账号中 ${sum('credentials')} 个已通过。`,
        en: `${sum('credentials')} of ${carriers} accounts are accepted by WeChat.`,
      },
      href: 'carriers',
    },
    counted(
      'callback',
      { zh: '收到微信回调', en: 'Receive callbacks' },
      callbacks,
      { zh: '次回调', en: 'callbacks' },
      { zh: '还没有收到。', en: 'None has arrived yet.' },
      'carriers',
    ),
    counted(
      'unionid',
      { zh: '同一 UnionID 出现在两个账号', en: 'One UnionID on two accounts' },
      unionids,
      { zh: '个 UnionID', en: 'UnionIDs' },
      { zh: '还没有。', en: 'None yet.' },
      'carriers',
    ),
    counted(
      'first_event',
      { zh: '小程序 SDK 的第一个事件', en: 'First event of the SDK' },
      Number(seen?.sdk ?? 0),
      { zh: '个事件', en: 'events' },
      { zh: '还没有收到。', en: 'None has arrived yet.' },
      'settings?tab=keys',
    ),
    counted(
      'first_conversion',
      { zh: '第一笔转化', en: 'First conversion' },
      Number(seen?.orders ?? 0),
      { zh: '笔支付', en: 'payments' },
      { zh: '还没有支付订单。', en: 'No paid order yet.' },
      'overview',
    ),
    ...expiring,
  ]
}

/** Nothing, unless parked batches will be deleted soon. */
async function parkedStep(ctx: Context, keep: KeepDays): Promise<SetupStep[]> {
  if (keep.parked === 0) return []
  const before = new Date(ctx.clock.now().getTime() - Math.max(0, keep.parked - warnDays) * 86_400_000)
  const row = await ctx.db.one<{ batches: number; items: number; oldest: Date | null }>(sql.parked, { brand_id: ctx.brandId, before })
  if (!row?.oldest) return []
  const day = parkedUntil(keep, row.oldest)!.toISOString().slice(0, 10)
  return [
    {
      id: 'parked',
      title: { zh: '搁置的批次即将删除', en: 'Parked batches are about to be deleted' },
      done: false,
      fact: {
        zh: `${row.batches} 个批次共 ${row.items} 条，最早的在 ${day} 删除；请先重放。`,
        en: `${row.batches} batches with ${row.items} lines, the first deleted on ${day}; replay them before.`,
      },
      href: 'carriers',
    },
  ]
}
