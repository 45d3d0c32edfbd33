import { expect, it } from 'vitest'
import { allMediaPlaces, isVideo, placeFor, ratioName, usualMediaPlaces } from './media-places.ts'

it('writes a ratio as people say it', () => {
  expect([5 / 4, 16 / 9, 9 / 16, 3 / 4, 6 / 7, 1, 2.35, 1.3333].map(ratioName)).toEqual([
    ...['5:4', '16:9', '9:16', '3:4', '6:7', '1:1', '2.35:1', '4:3'],
  ])
})

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
