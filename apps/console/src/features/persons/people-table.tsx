import { Link } from '@tanstack/react-router'
import type { PersonRow } from '@wematrix/server/features/persons/schema'
import { useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { CarrierMark, useCarrierName } from '../../ui/marks.tsx'

/** What to call a person: a nickname if the carriers gave one, else the number. */
export const nameOf = (person: { id: string; traits: Record<string, unknown> }) => {
  const name = person.traits.name ?? person.traits.nickname
  return typeof name === 'string' && name ? name : person.id
}

export function PeopleTable({ people }: { people: PersonRow[] }) {
  const { t, f } = useWords()
  const brand = useBrand()
  const carrier = useCarrierName()
  const now = new Date()
  return (
    <div className="table-wrap">
      <table className="table people">
        <thead>
          <tr>
            <th>{t('people.person')}</th>
            <th>{t('people.carriers')}</th>
            <th className="end">{t('people.ids')}</th>
            <th className="end">{t('people.eventCount')}</th>
            <th className="end">{t('people.orderCount')}</th>
            <th className="end">{t('people.value')}</th>
            <th className="end">{t('people.lastSeen')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map(person => (
            <tr key={person.id}>
              <td>
                <Link to="/b/$brandId/people/$personId" params={{ brandId: brand.id, personId: person.id }} className="person-link">
                  <Face id={person.id} name={nameOf(person)} />
                  <span className="stack" style={{ gap: 0 }}>
                    <strong>{nameOf(person)}</strong>
                    {nameOf(person) !== person.id && <span className="small faint">{person.id}</span>}
                  </span>
                </Link>
              </td>
              <td>
                <span className="row" style={{ gap: 4 }} title={f.list(person.carriers.map(carrier))}>
                  {person.carriers.map(kind => (
                    <CarrierMark key={kind} carrier={kind} size={22} />
                  ))}
                  {person.unified && <span className="chip good">UnionID</span>}
                </span>
              </td>
              <td className="end">{f.int(person.identities)}</td>
              <td className="end">{f.int(person.events)}</td>
              <td className="end">{f.int(person.orders)}</td>
              <td className="end">{person.valueFen ? f.money(person.valueFen) : <span className="faint">–</span>}</td>
              <td className="end muted nowrap">{person.lastSeenAt ? f.ago(person.lastSeenAt, now) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A quiet round sign with a colour of its own, so that people can be told apart in a list. */
export function Face({ id, name, size = 30 }: { id: string; name: string; size?: number }) {
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7)
  const initial = name.startsWith('per_') ? name.slice(-2) : [...name][0]
  return (
    <span
      className="face num"
      style={{ width: size, height: size, fontSize: size * 0.4, '--hue': String(hue) } as React.CSSProperties}
      aria-hidden
    >
      {initial}
    </span>
  )
}
