import {
  type ImageLimits,
  imagePlaces,
  leastSharpness,
  mediaPlaces,
  ratioName,
  type VideoLimits,
  videoPlaces,
} from '@wematrix/checks/media/places'
import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'
import { BrandParams, CheckCarrier, orNull, Review } from './schema.ts'

/** The largest file that is taken; larger ones are for the command line. */
export const mostMediaBytes = 20 << 20

/** Where a picture or video stands. */
export const MediaSurface = Type.Enum([...mediaPlaces])
export type MediaSurface = Static<typeof MediaSurface>

/** In pixels of the picture. */
const Box = Type.Object({ left: Type.Integer(), top: Type.Integer(), width: Type.Integer(), height: Type.Integer() })

/** `sharpness`: variance of the Laplacian; null: not decoded, or one plain area. */
const ImageFacts = Type.Object({
  format: Type.String(),
  width: Type.Integer(),
  height: Type.Integer(),
  bytes: Type.Integer(),
  sharpness: orNull(Type.Number()),
  codes: Type.Array(Type.Object({ kind: Type.String(), content: Type.String(), box: Box })),
})

/** `firstCutSeconds`: inferred from the second sync sample; null: there is none. */
const VideoFacts = Type.Object({
  seconds: Type.Number(),
  width: Type.Integer(),
  height: Type.Integer(),
  firstCutSeconds: orNull(Type.Number()),
})

/** What a place takes, for those who choose one. */
export const imageLimits: Record<string, ImageLimits> = imagePlaces
export const videoLimits: Record<string, VideoLimits> = videoPlaces
export { leastSharpness, ratioName }

/** With what was seen; `image` and `video` are both null when the file cannot be read. */
export const MediaReview = Type.Object({ ...Review.properties, image: orNull(ImageFacts), video: orNull(VideoFacts) })
export type MediaReview = Static<typeof MediaReview>

export const checkMedia = route({
  method: 'POST',
  path: '/brands/:brandId/checks/media',
  summary:
    'Looks into a picture (JPEG, PNG; GIF, BMP, WebP by size alone) or an MP4 of at most 20 MB, sent as the raw body: size, ratio, sharpness, codes inside, length, first cut. Nothing is stored',
  access: 'brand:operator',
  params: BrandParams,
  query: Type.Object({ carrier: CheckCarrier, surface: MediaSurface }),
  raw: { types: ['image/*', 'video/mp4', 'application/octet-stream'], mostBytes: mostMediaBytes },
  reply: MediaReview,
})
