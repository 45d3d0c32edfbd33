import { expect, it } from 'vitest'
import { allMediaPlaces, isVideo, placeFor, usualMediaPlaces } from './media-places.ts'

it('finds a place for a file of the other kind, on the same carrier where it has one', () => {
  expect(placeFor('image/png', 'oa', 'article_card')).toBe('article_card')
  expect(placeFor('video/mp4', 'oa', 'article_card')).toBe('library_video')
  expect(placeFor('image/jpeg', 'ch', 'channels_video')).toBe('channels_cover')
  expect(isVideo(placeFor('video/mp4', 'mp', 'popup'))).toBe(true)
  expect(placeFor('application/pdf', 'oa', 'article_card')).toBe('article_card')
})

it('offers every place on some carrier', () => {
  expect(new Set(Object.values(usualMediaPlaces).flat())).toEqual(new Set(allMediaPlaces))
})
