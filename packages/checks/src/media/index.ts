/**
 * Pictures and videos: size, ratio, sharpness, the codes inside, length and first cut. Pure and safe on broken or lying files: what
 * cannot be read is a finding. Decoding a large picture takes seconds of one core; keep it off the loop that answers requests:
 * `lookAt` needs no rules and can run elsewhere, `judge` is quick.
 */
import { reviewOf } from '../engine.ts'
import { createRulebook, type RulebookInput } from '../packs/rulebook.ts'
import type { Carrier, Review } from '../types.ts'
import type { VideoFacts } from './mp4.ts'
import type { ImagePlace, VideoPlace } from './places.ts'
import { type ImageFacts, type Seen, seeImage, seeVideo } from './see.ts'

export { type Code, type CodeKind, codeKind } from './codes.ts'
export type { VideoFacts } from './mp4.ts'
export { type ImagePlace, imagePlaces, isVideoPlace, type MediaPlace, mediaPlaces, type VideoPlace, videoPlaces } from './places.ts'
export { type ImageFacts, type Looked, lookAt, MediaInvalid, type Seen } from './see.ts'

/** `facts` null: the file could not be read at all. Findings quote what was seen: a code's content, a size. */
export type MediaReview<Facts> = Review & { facts: Facts | null }

export type MediaChecks = {
  image(input: { carrier: Carrier; place: ImagePlace; bytes: Uint8Array }): MediaReview<ImageFacts>
  video(input: { carrier: Carrier; place: VideoPlace; bytes: Uint8Array }): MediaReview<VideoFacts>
  /** What the rules make of what was seen. */
  judge(hits: readonly Seen[], carrier: Carrier): Review
}

export function createMediaChecks(input: RulebookInput): MediaChecks {
  const book = createRulebook(input)
  const judge = (hits: readonly Seen[], carrier: Carrier) => reviewOf(hits, carrier, book, hit => (hit as Seen).quote)
  return {
    image({ carrier, place, bytes }) {
      const { facts, hits } = seeImage(bytes, place)
      return { ...judge(hits, carrier), facts }
    },
    video({ carrier, place, bytes }) {
      const { facts, hits } = seeVideo(bytes, place)
      return { ...judge(hits, carrier), facts }
    },
    judge,
  }
}
