/** A carrier as the API shows it. */
import { AppError } from '../../errors.ts'
import { capabilitiesOf, heldCapabilities } from './capabilities.ts'
import type { CarrierRow, CarrierSettings } from './carriers.ts'
import { stepsNow } from './lost-steps.ts'
import { runningRotation } from './overlap.ts'
import { nothingToPaste, pasteAt } from './paste-at.ts'
import { nameOfSet } from './permission-sets.ts'
import type { AccountType, Carrier, CarrierKind } from './schema.ts'
import { hintsOf, openSecrets } from './secrets.ts'

const typesOf: Record<CarrierKind, readonly AccountType[]> = {
  official_account: ['service', 'subscription'],
  mini_program: ['mini_program'],
  channels: ['channels'],
  shop: ['shop'],
}

/** Throws `invalid_input` when the type does not fit the kind; the first of the kind unless one is given. */
export function checkedType(kind: CarrierKind, type: AccountType | undefined): AccountType {
  const chosen = type ?? typesOf[kind][0]!
  if (!typesOf[kind].includes(chosen))
    throw new AppError('invalid_input', `An account of kind "${kind}" is of type ${typesOf[kind].join(' or ')}.`)
  return chosen
}

/** An authorised account's pushes come to its platform's address. */
export function callbackUrl(settings: CarrierSettings, row: { id: string; platform_id?: string | null; app_id?: string }): string {
  return `${settings.publicUrl}/callback/${row.platform_id ? `${row.platform_id}/${row.app_id}` : row.id}`
}

export function typeOf(row: Pick<CarrierRow, 'kind' | 'account_type'>): AccountType {
  return row.account_type ?? typesOf[row.kind][0]!
}

export function describe(row: CarrierRow, settings: CarrierSettings, now: Date): Carrier {
  const accountType = typeOf(row)
  const capabilities = capabilitiesOf(accountType, row.verified_account)
  return {
    id: row.id,
    kind: row.kind,
    accountType,
    verifiedAccount: row.verified_account,
    subject: row.subject,
    name: row.name,
    appId: row.app_id,
    originalId: row.original_id,
    baseUrl: row.base_url,
    secrets: hintsOf(openSecrets(settings.secret, row.id, row.secrets)),
    mode: row.platform_id ? 'component' : 'direct',
    authorisation: row.platform_id
      ? {
          platform: row.platform_name ?? '',
          state: row.authorisation ?? 'withdrawn',
          since: row.authorised_at?.toISOString() ?? null,
          sets: (row.sets ?? []).map(id => ({ id, name: nameOfSet(id) })),
        }
      : null,
    callbackUrl: callbackUrl(settings, row),
    pasteAt: row.platform_id ? nothingToPaste : pasteAt[row.kind],
    verification: stepsNow(row),
    rotation: runningRotation(row, now),
    capabilities: row.platform_id
      ? heldCapabilities(capabilities, row.authorisation === 'authorised' ? (row.sets ?? []) : [])
      : capabilities,
    createdAt: row.created_at.toISOString(),
    archivedAt: row.archived_at?.toISOString() ?? null,
  }
}
