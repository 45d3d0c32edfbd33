/** How an advertisement must look and behave. */
import { type DraftRule, draftRule, each, when } from './rule.ts'

const advised = (genre: string | undefined) => genre === 'knowledge' || genre === 'experience' || genre === 'review'
const deceiving = ['fake_system', 'fake_play', 'fake_unread', 'fake_reward', 'fake_close']

export const advertRules: DraftRule[] = [
  draftRule('AD-ID-01', ['article', 'video'], ({ sells, genre, adMark }) => when(sells && advised(genre) && !adMark, '/adMark')),
  draftRule('AD-CLOSE-01', ['popup'], ({ close }) => [
    ...when(!close.present, '/close/present', '没有关闭标志', 'There is no close mark'),
    ...when((close.afterSeconds ?? 0) > 0, '/close/afterSeconds', '要等倒计时才能关', 'It can be closed only after a countdown'),
    ...when((close.taps ?? 1) > 1, '/close/taps', '点一次关不掉', 'One tap does not close it'),
    ...when(close.forged, '/close/forged', '关闭标志是假的', 'The close mark is a fake'),
    ...when(close.reopens, '/close/reopens', '关了又弹', 'It comes back after closing'),
  ]),
  draftRule('AD-CLICK-01', ['popup', 'entry'], ({ style }) => each(style, (one, i) => when(deceiving.includes(one), `/style/${i}`))),
]
