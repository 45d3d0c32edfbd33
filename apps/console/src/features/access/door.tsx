import { type ReactNode, useEffect } from 'react'
import { useWords } from '../../locales/index.tsx'
import './door.css'

/** The page before the house: sign-in, first run, first brand. */
export function Door({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const { t, lang, choose } = useWords()
  useEffect(() => {
    document.title = `${title} · wematrix`
  }, [title])
  return (
    <div className="door">
      <aside className="door-art" aria-hidden>
        <svg viewBox="0 0 400 360" fill="none">
          <title>wematrix</title>
          <g className="door-lines" strokeWidth="2.5">
            <path d="M186 92Q92 150 88 246" />
            <path d="M112 262Q168 190 208 98" />
            <path d="M118 280Q200 330 286 284" />
            <path d="M282 268Q200 232 122 266" />
            <path d="M314 246Q300 150 220 90" />
            <path d="M204 100Q226 196 288 256" />
          </g>
          <g className="door-dots">
            <circle cx="200" cy="74" r="32" className="ch" />
            <circle cx="88" cy="274" r="32" className="oa" />
            <circle cx="312" cy="274" r="32" className="mp" />
          </g>
        </svg>
        <p>{t('door.promise')}</p>
      </aside>
      <main className="door-form">
        <div className="row between">
          <span className="row door-name">
            <img src="/mark.svg" alt="" width="28" height="28" /> wematrix
          </span>
          <button
            type="button"
            className="icon-button"
            style={{ width: 'auto', padding: '0 8px', fontSize: 13 }}
            onClick={() => choose(lang === 'zh' ? 'en' : 'zh')}
          >
            {t(lang === 'zh' ? 'lang.en' : 'lang.zh')}
          </button>
        </div>
        <div className="stack loose door-middle">
          <div>
            <h1>{title}</h1>
            <p className="muted">{lead}</p>
          </div>
          {children}
        </div>
      </main>
    </div>
  )
}
