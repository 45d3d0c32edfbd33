/** The page of the weekly Channels live: reserve before it, enter while it runs. Both only after a tap. */
import { channels, page } from '../../wematrix'

page({
  data: { noticeId: 'finderlivenotice-demo', reserved: false },
  reserve() {
    channels.reserve(this.data.noticeId, 'mp-live-reservation', state => this.setData({ reserved: state === 6 }))
  },
  enter() {
    channels.openLive('mp-channels-video')
  },
})
