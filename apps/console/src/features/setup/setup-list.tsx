/** Steps to a working brand. They tick themselves from facts; when all are done the list goes away. */
import { CheckCircleFilled, DownOutlined, UpOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { getSetup } from '@wematrix/server/features/setup/schema'
import { useEffect, useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { Bones } from '../../ui/states.tsx'
import './setup.css'

export function SetupList() {
  const { t, pick } = useWords()
  const brand = useBrand()
  const { data, error } = useRead(getSetup, { params: { brandId: brand.id } }, { refetchMs: 20_000 })
  const [folded, setFolded] = useState(() => (localStorage.getItem('wm-setup') ?? (innerWidth < 720 ? 'folded' : 'open')) === 'folded')
  const finished = data && data.done >= data.of
  useEffect(() => {
    if (finished) localStorage.setItem(`wm-setup-${brand.id}`, 'done')
  }, [finished, brand.id])
  if (!data && !error && localStorage.getItem(`wm-setup-${brand.id}`) !== 'done') return <SetupBones />
  if (!data || finished) return null
  const fold = () => {
    localStorage.setItem('wm-setup', folded ? 'open' : 'folded')
    setFolded(!folded)
  }
  const next = data.steps.find(step => !step.done)
  return (
    <section className="card setup" aria-label={t('setup.title')}>
      <header className="setup-head">
        <Ring share={data.done / data.of} />
        <div className="grow">
          <h2>{t('setup.title')}</h2>
          <p className="small muted">
            {t('setup.done', { n: data.done, of: data.of })} · {t('setup.hint')}
          </p>
        </div>
        <button
          type="button"
          className="icon-button"
          onClick={fold}
          aria-expanded={!folded}
          aria-label={t(folded ? 'setup.show' : 'setup.hide')}
        >
          {folded ? <DownOutlined /> : <UpOutlined />}
        </button>
      </header>
      {!folded && (
        <ol className="setup-steps">
          {data.steps.map(step => (
            <li key={step.id} className={`setup-step ${step.done ? 'done' : ''} ${step === next ? 'next' : ''}`}>
              {step.done ? <CheckCircleFilled className="good" /> : <span className="setup-open" />}
              <div className="grow">
                {step.done ? (
                  <span>{pick(step.title)}</span>
                ) : (
                  <Link
                    to={`/b/$brandId/${step.href.split('?')[0]}` as '/b/$brandId/carriers'}
                    params={{ brandId: brand.id }}
                    search={searchOf(step.href)}
                  >
                    {pick(step.title)}
                  </Link>
                )}
                <p className="small faint">{pick(step.fact)}</p>
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

/** What of a step's address comes after the question mark. */
const searchOf = (href: string) => Object.fromEntries(new URLSearchParams(href.split('?')[1] ?? '')) as never

/** Keeps the list's place while it is on the way, so that the screen does not jump. */
function SetupBones() {
  return (
    <section className="card" style={{ padding: 18 }}>
      <Bones height={30} lines={4} />
    </section>
  )
}

function Ring({ share }: { share: number }) {
  const round = 2 * Math.PI * 15
  return (
    <svg width="38" height="38" viewBox="0 0 38 38" fill="none" strokeWidth="4" aria-hidden>
      <title>{`${Math.round(share * 100)}%`}</title>
      <circle cx="19" cy="19" r="15" stroke="var(--track)" />
      <circle
        cx="19"
        cy="19"
        r="15"
        stroke="var(--brand-bright)"
        strokeLinecap="round"
        strokeDasharray={`${round * share} ${round}`}
        transform="rotate(-90 19 19)"
      />
    </svg>
  )
}
