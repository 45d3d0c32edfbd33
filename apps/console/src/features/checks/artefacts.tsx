/** What a verdict belongs to: an article, a menu, a message. */
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

export function useKindName() {
  const { lang } = useWords()
  return (kind: string) => maybeWord(lang, `artefact.kind.${kind}`) ?? maybeWord(lang, `surface.${kind}`) ?? kind
}

const looks = { block: 'bad', warn: 'warn', pass: 'good' } as const

export function VerdictChip({ verdict }: { verdict: keyof typeof looks }) {
  const { t } = useWords()
  return <span className={`chip ${looks[verdict]}`}>{t(`verdict.${verdict}`)}</span>
}

export function Artefacts({ reviews }: { reviews: StoredReview[] }) {
  const { t, f } = useWords()
  const kindName = useKindName()
  return (
    <Table head={[t('artefact.name'), t('artefact.kind'), t('artefact.verdict'), t('artefact.since')]}>
      {reviews.map(({ id, artefact, excerpt, verdict, liveSince }) => (
        <tr key={id}>
          <td>
            <strong>{artefact.name || artefact.id}</strong>
            <div className="small muted artefact-excerpt">{excerpt}</div>
          </td>
          <td className="nowrap muted">{kindName(artefact.kind)}</td>
          <td>
            <VerdictChip verdict={verdict} />
          </td>
          <td className="nowrap muted">{liveSince ? f.moment(liveSince) : '–'}</td>
        </tr>
      ))}
    </Table>
  )
}
