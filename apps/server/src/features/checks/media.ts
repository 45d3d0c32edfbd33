/** Pictures and videos by the rules of a brand. */
import { createMediaChecks, type MediaPlace } from '@wematrix/checks/media'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { brandChecks } from './brand-checks.ts'
import { look } from './look.ts'
import type { MediaReview } from './media-schema.ts'
import type { TextContent } from './schema.ts'
import { standing } from './waived.ts'

export type Media = { carrier: TextContent['carrier']; surface: MediaPlace; bytes: Uint8Array }

/** Nothing is stored. Throws `invalid_input` for an empty body, and what {@link look} throws. */
export async function readMedia(ctx: Context, { carrier, surface, bytes }: Media): Promise<MediaReview> {
  if (bytes.length === 0) {
    const words = { zh: '文件是空的；请把图片或 MP4 的字节作为请求体发送。', en: 'Send the bytes of a picture or an MP4 as the body.' }
    throw new AppError('invalid_input', words.en, { words })
  }
  const { image, video, hits } = await look(bytes, surface)
  const { ruleset, waivers } = await brandChecks(ctx)
  const { packs, findings } = createMediaChecks(ruleset.input).judge(hits, carrier)
  const { verdict, findings: left } = standing(findings, waivers, undefined, ctx.clock.now().getTime())
  return { verdict, findings: left, packs, image, video }
}
