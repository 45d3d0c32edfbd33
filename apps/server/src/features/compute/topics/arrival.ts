import { resolveArrival } from '@wematrix/wechat'
import { AppError } from '../../../errors.ts'
import type { Topic } from '../run.ts'

/** Kind `arrival`: what one opening of the Mini Program says about where the person came from. */
export const arrival: Topic = {
  arrival: ({ input }) => {
    const { launch, start = 'cold', prev = null } = input
    if (typeof launch !== 'object' || launch === null || Array.isArray(launch))
      throw new AppError('invalid_input', 'The input needs "launch": {path, scene, query, referrerInfo}.')
    if (start !== 'cold' && start !== 'hot') throw new AppError('invalid_input', '"start" must be cold or hot.')
    return resolveArrival({ launch: launch as Parameters<typeof resolveArrival>[0]['launch'], start, prev: prev as null })
  },
}
