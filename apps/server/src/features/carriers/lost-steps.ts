import type { CarrierRow } from './carriers.ts'
import type { VerificationStep } from './schema.ts'

/** The kept checks as they are now: an authorisation that ended fails the first of them, without asking WeChat. */
export function stepsNow(row: Pick<CarrierRow, 'platform_id' | 'platform_name' | 'authorisation' | 'authorised_at' | 'verification'>) {
  const steps = row.verification.steps ?? []
  if (!row.platform_id || row.authorisation === 'authorised') return steps
  const name = row.platform_name ?? ''
  const lost: VerificationStep = {
    id: 'credentials',
    state: 'failed',
    fact: { zh: `没有对“${name}”的有效授权。`, en: `There is no valid authorisation to “${name}”.` },
    help: { zh: '请账号管理员重新扫码授权。', en: 'The account’s administrator has to scan again.' },
    at: row.authorised_at?.toISOString() ?? null,
  }
  return steps.map(step => {
    if (step.id === 'credentials') return lost
    if (step.id !== 'ip_list') return step
    return { ...step, state: 'waiting' as const, fact: { zh: '等待授权生效。', en: 'Waits for the authorisation.' }, help: null, at: null }
  })
}
