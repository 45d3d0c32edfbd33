/** The command palette: go somewhere, find someone, change how the console looks. */
import { BgColorsOutlined, FileTextOutlined, TranslationOutlined, UserOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { listPeople } from '@wematrix/server/features/persons/schema'
import { Modal } from 'antd'
import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react'
import { useRead } from '../api/queries.ts'
import { useWords } from '../locales/index.tsx'
import { CarrierMark } from '../ui/marks.tsx'
import { type ThemeChoice, useTheme } from '../ui/theme.tsx'
import { useBrand } from './brand.ts'
import { openShortcuts } from './keys.ts'
import { screens } from './screens.ts'
import './palette.css'

type Item = { id: string; group: string; name: ReactNode; find: string; icon: ReactNode; run(): void }

export function Palette({ open, close }: { open: boolean; close(): void }) {
  const { t } = useWords()
  return (
    <Modal
      open={open}
      onCancel={close}
      footer={null}
      closable={false}
      destroyOnHidden
      width={560}
      style={{ top: '12vh' }}
      styles={{ container: { padding: 0 } }}
      title={<span className="visually-hidden">{t('palette.open')}</span>}
    >
      {open && <Search close={close} />}
    </Modal>
  )
}

function Search({ close }: { close(): void }) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const asked = useDeferredValue(text.trim())
  const commands = useCommands()
  const people = usePeople(asked)
  const shown = useMemo(() => {
    const wanted = text.trim().toLowerCase()
    return [...commands.filter(({ find }) => find.toLowerCase().includes(wanted)), ...people]
  }, [commands, people, text])
  const chosen = Math.min(at, shown.length - 1)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen item is looked up in the page
  useEffect(() => {
    document.querySelector('.palette-item[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  const run = (item: Item | undefined) => {
    if (!item) return
    close()
    item.run()
  }
  return (
    <div>
      <input
        className="palette-input"
        // biome-ignore lint/a11y/noAutofocus: the palette was just asked for and is nothing but this field
        autoFocus
        value={text}
        placeholder={t('palette.hint')}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={shown[chosen] ? `palette-${shown[chosen].id}` : undefined}
        aria-label={t('palette.open')}
        onChange={event => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={event => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'ArrowDown') setAt((chosen + 1) % Math.max(1, shown.length))
          else if (event.key === 'ArrowUp') setAt((chosen + shown.length - 1) % Math.max(1, shown.length))
          else if (event.key === 'Enter') run(shown[chosen])
          else return
          event.preventDefault()
        }}
      />
      <div className="palette-list" id="palette-list" role="listbox" aria-label={t('palette.open')}>
        {shown.length === 0 && <div className="palette-group">{t('palette.none')}</div>}
        {shown.map((item, index) => (
          <div key={item.id}>
            {shown[index - 1]?.group !== item.group && <div className="palette-group">{item.group}</div>}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field that keeps the focus */}
            <div
              id={`palette-${item.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              className="palette-item"
              onMouseMove={() => setAt(index)}
              onClick={() => run(item)}
            >
              {item.icon}
              <span className="grow ellipsis">{item.name}</span>
            </div>
          </div>
        ))}
      </div>
    </div>
  )
}

function useCommands(): Item[] {
  const { t, lang, choose } = useWords()
  const theme = useTheme()
  const brand = useBrand()
  const navigate = useNavigate()
  return useMemo(() => {
    const go: Item[] = screens.map(({ path, word, icon: Icon }) => ({
      id: path,
      group: t('palette.go'),
      name: t(word),
      find: `${t(word)} ${path}`,
      icon: <Icon />,
      run: () => void navigate({ to: `/b/${brand.id}/${path}`, search: (old: object) => old } as never),
    }))
    const themes: Item[] = (['auto', 'light', 'dark'] as ThemeChoice[]).map(choice => ({
      id: `theme-${choice}`,
      group: t('palette.look'),
      name: t(`theme.${choice}`),
      find: `${t(`theme.${choice}`)} theme ${choice}`,
      icon: <BgColorsOutlined />,
      run: () => theme.choose(choice),
    }))
    const other = lang === 'zh' ? 'en' : 'zh'
    return [
      ...go,
      ...themes,
      {
        id: 'lang',
        group: t('palette.look'),
        name: t(`lang.${other}`),
        find: 'language english 中文 语言',
        icon: <TranslationOutlined />,
        run: () => choose(other),
      },
      {
        id: 'keys',
        group: t('palette.help'),
        name: t('keys.title'),
        find: `${t('keys.title')} keyboard`,
        icon: <FileTextOutlined />,
        run: openShortcuts,
      },
      {
        id: 'api',
        group: t('palette.help'),
        name: t('palette.api'),
        find: 'api openapi docs',
        icon: <FileTextOutlined />,
        run: () => void window.open('/docs'),
      },
    ]
  }, [t, lang, choose, theme, brand.id, navigate])
}

function usePeople(asked: string): Item[] {
  const { t, f } = useWords()
  const brand = useBrand()
  const navigate = useNavigate()
  const query = useRead(listPeople, { params: { brandId: brand.id }, query: { q: asked, limit: 6 } }, { enabled: asked.length >= 2 })
  if (asked.length < 2) return []
  return (query.data?.people ?? []).map(person => ({
    id: person.id,
    group: t('palette.people'),
    find: '',
    icon: <UserOutlined />,
    name: (
      <span className="row">
        <span>{person.id}</span>
        {person.carriers.map(carrier => (
          <CarrierMark key={carrier} carrier={carrier} size={18} />
        ))}
        <span className="faint small">{t('people.orders', { n: f.int(person.orders) })}</span>
      </span>
    ),
    run: () => void navigate({ to: `/b/${brand.id}/people/${person.id}` } as never),
  }))
}
