/** The figures that files of the Channels assistant hold, and the words by which their columns are known. Nothing but values: the console reads it too. */

type Words = { zh: string; en: string }

/** `over`: how days come together. `share` is between 0 and 1. */
export type ChannelsFigure = { name: Words; over: 'sum' | 'mean' | 'last'; unit: 'count' | 'share' | 'seconds'; columns: readonly string[] }

const figure = (
  zh: string,
  en: string,
  over: ChannelsFigure['over'],
  unit: ChannelsFigure['unit'],
  columns: readonly string[],
): ChannelsFigure => ({
  name: { zh, en },
  over,
  unit,
  columns,
})

/** The columns' words are what such files are seen to use; no official page lists them, so an operator may say otherwise. */
export const channelsFigures: Readonly<Record<string, ChannelsFigure>> = {
  'ch.plays': figure('播放次数', 'Plays', 'sum', 'count', ['播放', '播放量', '播放次数', '视频播放量', 'plays', 'views']),
  'ch.completion': figure('完播率', 'Completion', 'mean', 'share', ['完播率', 'completion', 'completion rate']),
  'ch.mean_play': figure('平均播放时长', 'Mean time played', 'mean', 'seconds', ['平均播放时长', '人均播放时长', 'average play time']),
  'ch.likes': figure('喜欢', 'Likes', 'sum', 'count', ['喜欢', '喜欢量', '喜欢数', '喜欢次数', 'likes']),
  'ch.recommends': figure('推荐', 'Recommendations', 'sum', 'count', ['推荐', '推荐量', '推荐数', '点赞', '点赞量', 'recommends']),
  'ch.comments': figure('评论', 'Comments', 'sum', 'count', ['评论', '评论量', '评论数', '评论次数', 'comments']),
  'ch.shares': figure('分享', 'Shares', 'sum', 'count', ['分享', '分享量', '分享数', '分享次数', '转发', '转发量', 'shares']),
  'ch.new_follow': figure('新增关注', 'New followers', 'sum', 'count', ['新增关注', '新增关注者', '关注量', '新增粉丝', 'new followers']),
  'ch.cancel_follow': figure('取消关注', 'Unfollows', 'sum', 'count', ['取消关注', '取消关注者', 'unfollows']),
  'ch.followers': figure('关注者总数', 'Followers', 'last', 'count', ['关注者总数', '关注者', '累计关注', '粉丝总数', 'followers']),
  'ch.profile_visitors': figure('主页访客', 'Profile visitors', 'mean', 'count', ['主页访客', '主页访问人数', 'profile visitors']),
  'ch.live_viewers': figure('直播观看人数', 'Live viewers', 'mean', 'count', ['观看人数', '直播观看人数', '观众总数', 'viewers']),
  'ch.live_peak': figure('直播最高在线', 'Most live viewers at once', 'mean', 'count', [
    '最高在线',
    '最高在线人数',
    '最高同时在线',
    'peak viewers',
  ]),
  'ch.live_mean': figure('直播平均观看时长', 'Mean time watched live', 'mean', 'seconds', [
    '平均观看时长',
    '人均观看时长',
    'average watch time',
  ]),
  'ch.live_length': figure('直播时长', 'Time on air', 'sum', 'seconds', ['直播时长', 'live duration']),
  'ch.live_cheers': figure('直播点赞', 'Live cheers', 'sum', 'count', ['喜欢人次', '点赞次数', '直播点赞', 'cheers']),
}

export const dayColumns: readonly string[] = [
  '日期',
  '时间',
  '统计日期',
  '数据日期',
  '发布时间',
  '发布日期',
  '开播时间',
  '直播时间',
  'date',
  'day',
  'published',
]
export const contentColumns: readonly string[] = [
  '视频id',
  '动态id',
  '作品id',
  '直播id',
  'id',
  'feedid',
  'video id',
  'export id',
  '视频描述',
  '直播名称',
]
export const titleColumns: readonly string[] = ['视频描述', '标题', '视频标题', '作品名称', '直播名称', '直播主题', 'title', 'description']

/** A column's name as it is compared: without what stands in brackets, and without spaces. */
export const plainName = (name: string) =>
  name
    .replace(/[(（[【].*?[)）\]】]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
