/** Hands a picture or video over to be looked into: how far it is, what came of it, or what to do about a file that is not taken. */
import { useQuery } from '@tanstack/react-query'
import { checkMedia, type MediaReview, type MediaSurface, mostMediaBytes } from '@wematrix/server/features/checks/media-schema'
import { useState } from 'react'
import { call, Problem } from '../../api/client.ts'
import { useBrandParams } from '../../shell/brand.ts'
import type { CheckCarrier } from './places.ts'
import type { Handed } from './written.ts'

/** `share`: how much has left, 0 to 1; null: nothing is on its way. */
export type MediaReading = { review: MediaReview | undefined; share: number | null; error: Problem | null; again(): void }

export function useMediaReview(handed: Handed | null, place: { carrier: CheckCarrier; surface: MediaSurface }): MediaReading {
  const params = useBrandParams()
  const [share, setShare] = useState(0)
  const refused = handed ? refusalOf(handed.file) : null
  const query = useQuery<MediaReview, Problem>({
    queryKey: [checkMedia.path, params, place, handed?.no],
    queryFn: ({ signal }) => {
      setShare(0)
      return call(checkMedia, { params, query: place, body: handed!.file }, signal, setShare)
    },
    enabled: handed !== null && refused === null,
    // What was seen in one file says nothing about the next.
    placeholderData: () => undefined,
    retry: false,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return {
    review: refused ? undefined : query.data,
    share: query.isFetching ? share : null,
    error: refused ?? query.error,
    again: () => void query.refetch(),
  }
}

const megabyte = 1 << 20

/** Said before anything is sent. */
export function refusalOf({ size, type }: Pick<File, 'size' | 'type'>): Problem | null {
  if (size === 0) {
    const words = {
      zh: '这个文件是空的（0 字节），请重新导出或换一个文件。',
      en: 'This file is empty (0 bytes); export it again or choose another.',
    }
    return new Problem(400, 'empty_file', '', words.en, words)
  }
  if (size > mostMediaBytes) {
    const [is, most] = [(size / megabyte).toFixed(1), mostMediaBytes / megabyte]
    const words = {
      zh: `这个文件 ${is} MB，网页最多检查 ${most} MB。请压缩后再试，或用命令行检查：wematrix check --media 文件`,
      en: `This file has ${is} MB; the page takes at most ${most} MB. Make it smaller, or use the shell: wematrix check --media FILE`,
    }
    return new Problem(413, 'too_large', '', words.en, words)
  }
  if (type !== '' && !/^(image|video)\//.test(type)) {
    const words = {
      zh: '这里检查图片（JPEG、PNG、GIF、BMP、WebP）和 MP4 视频；文字请贴到“文案”里。',
      en: 'Pictures (JPEG, PNG, GIF, BMP, WebP) and MP4 videos are checked here; paste copy under “Copy”.',
    }
    return new Problem(415, 'unsupported_media_type', '', words.en, words)
  }
  return null
}
