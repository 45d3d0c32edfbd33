/** What the chosen place takes, beside what the file is. */
import {
  imageLimits,
  leastSharpness,
  type MediaReview,
  type MediaSurface,
  ratioName,
  videoLimits,
} from '@wematrix/server/features/checks/media-schema'
import type { ReactNode } from 'react'
import { useWords } from '../../locales/index.tsx'
import { Table } from '../../ui/table.tsx'

type Row = { name: string; is: ReactNode; takes: ReactNode }

/** `size`: bytes of the file; null: none is chosen. */
export function MediaFacts({ place, review, size }: { place: MediaSurface; review: MediaReview | undefined; size: number | null }) {
  const { t } = useWords()
  const image = useImageRows(place, review?.image ?? null)
  const video = useVideoRows(place, review?.video ?? null, size)
  const seen = review?.image ?? review?.video
  return (
    <Table snug head={[t(`mediaPlace.${place}`), ...(seen ? [t('media.is')] : []), t('media.takes')]}>
      {(image ?? video ?? []).map(({ name, is, takes }) => (
        <tr key={name}>
          <td className="nowrap muted">{name}</td>
          {seen && <td className="num">{is}</td>}
          <td className="muted">{takes}</td>
        </tr>
      ))}
    </Table>
  )
}

function useImageRows(place: MediaSurface, is: MediaReview['image']): Row[] | undefined {
  const { t, f } = useWords()
  const takes = imageLimits[place]
  if (!takes) return undefined
  const upper = (formats: readonly string[]) => f.names(formats.map(format => format.toUpperCase()))
  const ratios = takes.ratios?.map(ratioName) ?? []
  const sharp = is?.sharpness ?? null
  const decoded = is?.format === 'jpeg' || is?.format === 'png'
  return [
    { name: t('media.format'), is: is?.format.toUpperCase(), takes: upper(takes.formats) },
    { name: t('media.bytes'), is: f.bytes(is?.bytes), takes: t('media.most', { n: f.bytes(takes.mostBytes) }) },
    {
      name: t('media.pixels'),
      is: is && `${is.width} × ${is.height}`,
      takes: takes.least ? t('media.least', { n: `${takes.least.width} × ${takes.least.height}` }) : t('media.any'),
    },
    { name: t('media.ratio'), is: is && ratioName(is.width / is.height), takes: ratios.length > 0 ? f.names(ratios) : t('media.any') },
    {
      name: t('media.sharpness'),
      is: is && (sharp !== null ? f.int(sharp) : t(decoded ? 'media.plain' : 'media.unread')),
      takes: t('media.least', { n: leastSharpness }),
    },
    {
      name: t('media.codes'),
      is: is && (decoded ? t('media.codes.n', { n: is.codes.length }) : t('media.unread')),
      takes: t('media.codes.takes'),
    },
  ]
}

function useVideoRows(place: MediaSurface, is: MediaReview['video'], size: number | null): Row[] | undefined {
  const { t, f } = useWords()
  const takes = videoLimits[place]
  if (!takes) return undefined
  const [least, most] = takes.seconds
  const cut = is?.firstCutSeconds ?? null
  return [
    {
      name: t('media.length'),
      is: is && t('media.seconds', { n: f.one(is.seconds) }),
      takes: t('media.seconds.range', { least, most: f.int(most) }),
    },
    { name: t('media.pixels'), is: is && `${is.width} × ${is.height}`, takes: t('media.any') },
    {
      name: t('media.ratio'),
      is: is && (is.height > 0 ? ratioName(is.width / is.height) : '–'),
      takes: takes.ratios.length > 0 ? f.names(takes.ratios.map(ratioName)) : t('media.any'),
    },
    {
      name: t('media.cut'),
      is: is && (cut === null ? t('media.cut.none') : t('media.seconds', { n: f.one(cut) })),
      takes: takes.hookSeconds > 0 ? t('media.cut.takes', { n: takes.hookSeconds }) : t('media.any'),
    },
    { name: t('media.bytes'), is: f.bytes(size), takes: t('media.most', { n: f.bytes(takes.mostBytes) }) },
  ]
}
