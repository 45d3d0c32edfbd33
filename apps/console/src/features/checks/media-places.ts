/** Where pictures and videos stand, and what each place takes, in the order people look for it. */
import { imageLimits, type MediaSurface, videoLimits } from '@wematrix/server/features/checks/media-schema'
import type { CheckCarrier } from './places.ts'

/** The places of a carrier, the likeliest first. */
export const usualMediaPlaces: Record<CheckCarrier, [MediaSurface, ...MediaSurface[]]> = {
  oa: ['article_cover', 'article_image', 'article_card', 'message_card', 'thumb', 'library_image', 'library_video'],
  mp: ['share_card', 'popup', 'poster'],
  ch: ['channels_video', 'channels_cover'],
  h5: ['share_card', 'popup', 'poster'],
  cross: ['poster', 'share_card', 'article_cover', 'channels_cover', 'channels_video'],
}

const every = [...Object.keys(imageLimits), ...Object.keys(videoLimits)] as MediaSurface[]
export const allMediaPlaces: readonly MediaSurface[] = every
export const isMediaPlace = (name: string | undefined): name is MediaSurface => every.includes(name as MediaSurface)
export const isVideo = (place: MediaSurface): boolean => place in videoLimits

/** The place for a file of this type: the chosen one where it fits, else the first of the carrier that does, else of all. */
export function placeFor(type: string, carrier: CheckCarrier, chosen: MediaSurface): MediaSurface {
  const video = type.startsWith('video/')
  if ((!video && !type.startsWith('image/')) || isVideo(chosen) === video) return chosen
  const fits = (place: MediaSurface) => isVideo(place) === video
  return usualMediaPlaces[carrier].find(fits) ?? every.find(fits) ?? chosen
}
