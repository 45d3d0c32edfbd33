/** Withheld rests, forced jumps, other people's entries, urging styles. */
import { type DraftRule, draftRule, each, everywhere, gatesOn, when } from './rule.ts'

const heldBack = (rest: string | undefined) => rest !== undefined && rest !== 'here'
const urging = ['arrow_to_menu', 'fake_share_dialog']

export const divertRules: DraftRule[] = [
  draftRule('WX-SHARE-06', ['entry', 'popup'], ({ style }) =>
    each(style, (one, i) =>
      when(urging.includes(one), `/style/${i}`, '用箭头或仿分享弹窗催人分享', 'An arrow or a look-alike dialog urges to share'),
    ),
  ),
  draftRule('WX-DIVERT-02', ['article', 'video'], ({ rest }) => when(heldBack(rest), '/rest')),
  draftRule('WX-DIVERT-04', ['link'], ({ opensWithoutTap, changesBack, needsDownload }) => [
    ...when(opensWithoutTap, '/opensWithoutTap', '没点就跳转', 'It jumps without a tap'),
    ...when(changesBack, '/changesBack', '改了返回键', 'The way back is changed'),
    ...when(needsDownload, '/needsDownload', '不下载就不能继续', 'Going on needs a download'),
  ]),
  everywhere('WX-DIVERT-04', draft => gatesOn(draft, ['download'])),
  draftRule('WX-DIVERT-06', ['slot'], ({ entries }) =>
    each(entries, ({ target }, i) => when(target.subject === 'other', `/entries/${i}/target/subject`)),
  ),
  draftRule('WX-DIVERT-06', ['entry'], ({ target }) => when(target.subject === 'other', '/target/subject')),
  draftRule('WX-DIVERT-06', ['article'], ({ inserts }) =>
    each(inserts, ({ target }, i) => when(target.subject === 'other', `/inserts/${i}/target/subject`)),
  ),
]
