/** What a verdict belongs to: an article, a menu, a message. */
import { listCarriers } from '@wematrix/server/features/carriers/schema'
import { listReviews, type StoredReview } from '@wematrix/server/features/checks/schema'
import { useRead } from '../../api/queries.ts'
import { maybeWord, useWords } from '../../locales/index.tsx'
import { useBrandParams } from '../../shell/brand.ts'
import { Table } from '../../ui/table.tsx'

/** As many as the server gives at once. */
export const mostReviews = 200

/** Live content whose kept verdict names the rule. */
export function useLiveWith(rule: string) {
  const params = useBrandParams()
  return useRead(listReviews, { params, query: { live: true, rule, limit: mostReviews } })
}

function useKindName() {
  const { lang } = useWords()
  return (kind: string) => maybeWord(lang, `artefact.kind.${kind}`) ?? maybeWord(lang, `surface.${kind}`) ?? kind
}

/** Its name, what it is, and the account that shows it. */
export function ArtefactName({ artefact }: { artefact: StoredReview['artefact'] }) {
  const params = useBrandParams()
  const kindName = useKindName()
  const carriers = useRead(listCarriers, { params })
  const kind = kindName(artefact.kind)
  // What is read back from an account is called after it: its id, then that of the thing there.
  const carrier = carriers.data?.carriers.find(({ id }) => artefact.id === id || artefact.id.startsWith(`${id}:`))
  return (
    <>
      <strong>{artefact.name || artefact.id}</strong>{' '}
      <span className="small muted">{[kind === artefact.name ? '' : kind, carrier?.name ?? ''].filter(Boolean).join(' · ')}</span>
    </>
  )
}

const looks = { block: 'bad', warn: 'warn', pass: 'good' } as const

export function VerdictChip({ verdict }: { verdict: keyof typeof looks }) {
  const { t } = useWords()
  return <span className={`chip ${looks[verdict]}`}>{t(`verdict.${verdict}`)}</span>
}

export function Artefacts({ reviews }: { reviews: StoredReview[] }) {
  const { t, f } = useWords()
  return (
    <Table head={[t('artefact.name'), t('artefact.verdict'), t('artefact.since')]}>
      {reviews.map(({ id, artefact, excerpt, verdict, liveSince, leavingSince }) => (
        <tr key={id}>
          <td>
            <ArtefactName artefact={artefact} />
            <div className="small muted artefact-excerpt">{excerpt}</div>
          </td>
          <td>
            <VerdictChip verdict={verdict} />
          </td>
          <td className="nowrap muted">
            {liveSince ? f.moment(liveSince) : leavingSince ? t('artefact.leaving', { at: f.moment(leavingSince) }) : '–'}
          </td>
        </tr>
      ))}
    </Table>
  )
}
