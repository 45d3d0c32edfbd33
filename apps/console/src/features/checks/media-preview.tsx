/** The file as people will see it, and the codes that were found in it. */
import { FileUnknownOutlined } from '@ant-design/icons'
import type { MediaReview } from '@wematrix/server/features/checks/media-schema'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { maybeWord, useWords } from '../../locales/index.tsx'

/** Codes that cost something when they go out. */
const barred: Record<string, 'bad' | 'warn'> = { private_payment: 'bad', person: 'warn', group: 'warn', other_platform: 'warn' }

export function MediaPreview({ file, review }: { file: File; review: MediaReview | undefined }) {
  const { t, f } = useWords()
  const [url, setUrl] = useState<string | null>(null)
  const [unshown, setUnshown] = useState(false)
  const film = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  const cut = review?.video?.firstCutSeconds
  const jump = (seconds: number) => {
    if (film.current) film.current.currentTime = seconds
  }
  return (
    <figure className="media-preview">
      <div className="media-frame">
        {unshown || (file.type !== '' && !/^(image|video)\//.test(file.type)) ? (
          <p className="muted">
            <FileUnknownOutlined /> {t('media.unshown')}
          </p>
        ) : file.type.startsWith('video/') ? (
          <video ref={film} src={url ?? undefined} controls muted playsInline preload="metadata" onError={() => setUnshown(true)} />
        ) : (
          url && (
            <Picture url={url} alt={t('media.shown', { name: file.name })} image={review?.image ?? null} onError={() => setUnshown(true)} />
          )
        )}
      </div>
      <figcaption className="row wrap between small">
        <span className="ellipsis">{file.name}</span>
        {typeof cut === 'number' && !unshown && (
          <Button size="small" type="link" onClick={() => jump(cut)}>
            {t('media.cut.show', { at: f.one(cut) })}
          </Button>
        )}
      </figcaption>
      {review?.image && review.image.codes.length > 0 && <Codes codes={review.image.codes} />}
    </figure>
  )
}

/** The picture, with a frame around each code that was found. */
function Picture({ url, alt, image, onError }: { url: string; alt: string; image: MediaReview['image']; onError: () => void }) {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  // A photograph that is turned when it is shown has its codes elsewhere.
  const asRead = image !== null && size?.width === image.width && size.height === image.height
  return (
    <div className="media-picture">
      <img
        src={url}
        alt={alt}
        onError={onError}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setSize({ width: naturalWidth, height: naturalHeight })}
      />
      {asRead &&
        image.codes.map(({ kind, content, box }) => (
          <span
            key={content}
            className={`media-box ${barred[kind] ?? ''}`}
            aria-hidden
            style={{
              left: `${(100 * box.left) / image.width}%`,
              top: `${(100 * box.top) / image.height}%`,
              width: `${(100 * box.width) / image.width}%`,
              height: `${(100 * box.height) / image.height}%`,
            }}
          />
        ))}
    </div>
  )
}

function Codes({ codes }: { codes: NonNullable<MediaReview['image']>['codes'] }) {
  const { t, lang } = useWords()
  return (
    <ul className="media-codes" aria-label={t('media.codes')}>
      {codes.map(({ kind, content }) => (
        <li key={content} data-code={kind}>
          <span className={`chip ${barred[kind] ?? ''}`}>{maybeWord(lang, `codeKind.${kind}`) ?? kind}</span>
          <span className="mono small media-code">{content}</span>
        </li>
      ))}
    </ul>
  )
}
