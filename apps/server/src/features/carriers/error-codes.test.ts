/** Every error code of the client's table met by a job of the product: what it does then, and what the operator is told. */
import { documented } from '@wematrix/sandbox'
import { getQuota, reactionTo } from '@wematrix/wechat'
import { describe, expect, it } from 'vitest'
import { openJobs } from '../../infra/jobs.ts'
import { refusedAccount } from '../../testing/refused-account.ts'
import { nextQuotaDay } from './reaction.ts'
import type { TokenHealth } from './schema.ts'

const { world, carrier, goTo, pass, now, jobAfter, used, told, refuse, wellAgain } = refusedAccount()

describe('a job', () => {
  const path = getQuota.row.path
  /** These say that an endpoint's quota can't be told: kept on its row, and the reading goes on. */
  const ofTheEndpoint = new Set(['76003', '76021', '76022'])
  const codes = documented.filter(({ table, at, code }) => table === 'answer' && at === undefined && !ofTheEndpoint.has(code))
  const expectedCalls: Record<string, number> = { retry: 3, refresh_token: 2 }

  it.each(codes.map(one => [one.code, one.row.reaction, one] as const))(
    'answered %s does what %s asks for',
    async (code, reaction, one) => {
      pass(120_000)
      const before = used(path)
      await refuse(one, path)
      await openJobs(world.t.db, world.clock).add(
        'quotas.read',
        { carrierId: world.carrierId },
        { key: `quotas:${world.carrierId}`, brandId: world.t.brandId },
      )
      const job = await jobAfter('quotas.read')
      expect(used(path) - before, 'calls').toBe(expectedCalls[reaction] ?? 1)
      const counted = await world.t.db.one<{ n: number }>(
        'select sum(n)::int as n from carrier_refusals where carrier_id = :carrierId and path = :path and errcode = :code',
        { carrierId: world.carrierId, path, code: Number(code) },
      )
      expect(counted?.n, 'counted').toBe(used(path) - before)
      const waitsMs = job && !job.failed_at ? job.run_at.getTime() - now() : undefined
      switch (reaction) {
        case 'retry':
        case 'refresh_token':
          expect(waitsMs).toBeGreaterThan(0)
          expect(waitsMs).toBeLessThan(3000)
          break
        case 'wait':
          expect(waitsMs).toBe(one.row.waitSeconds! * 1000)
          break
        case 'quota_stop':
        case 'tell_operator':
          expect(job?.run_at.getTime()).toBe(nextQuotaDay(now()))
          break
        case 'fix_request':
          expect(job?.failed_at).not.toBeNull()
          expect(job?.last_error).toContain(code)
          break
        default:
          expect(job).toBeUndefined()
      }
      if (reaction === 'tell_operator') await isTold(Number(code))
      wellAgain()
      if (waitsMs === undefined) return void (await world.t.db.query('delete from jobs'))
      goTo(job!.run_at.getTime() + 1)
      expect(await jobAfter('quotas.read'), 'well again').toBeUndefined()
      if (reaction === 'tell_operator') expect(await told(['token_refused', 'call_refused'])).toEqual([])
    },
  )

  /** On the diagnosis and for the alarm, in both languages, with what to do. */
  async function isTold(code: number): Promise<void> {
    const { body } = await carrier<TokenHealth>('GET', '/token')
    const shown = body.refusals.find(({ errcode }) => errcode === code)
    const { meaning } = reactionTo(code)
    expect(shown).toMatchObject({ meaning, path })
    expect(shown!.advice.zh).toMatch(/[\u4e00-\u9fff]{6}/)
    expect(shown!.advice.en).toMatch(/[a-z ]{12}/i)
    const troubles = await told(['token_refused', 'call_refused'])
    expect(
      troubles.filter(({ zh, en }) => zh.includes(`${code}：${meaning.zh}。${shown!.advice.zh}`) && en.includes(shown!.advice.en)),
    ).toHaveLength(1)
  }
})
