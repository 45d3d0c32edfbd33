/** Lists that continue: each answer carries the cursor of the next one. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { call, type Input, type Problem, type Reply, type Route } from './client.ts'

type WithCursor = { cursor: string | null }

export function usePages<R extends Route>(route: R, input: Input<R>) {
  return useInfiniteQuery({
    queryKey: [route.path, 'pages', input.params ?? {}, input.query ?? {}],
    queryFn: ({ pageParam, signal }) =>
      call(route, { ...input, query: { ...(input.query ?? {}), ...(pageParam ? { cursor: pageParam } : {}) } } as Input<R>, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Reply<R>) => (last as WithCursor).cursor,
    throwOnError: false as boolean | ((error: Problem) => boolean),
  })
}

type WithNext = { next: string | null }

/** Lists that continue, of routes whose answer says `next` and whose query takes it as `after`. */
export function useNext<R extends Route>(route: R, input: Input<R>, refetchMs?: number) {
  return useInfiniteQuery({
    queryKey: [route.path, 'pages', input.params ?? {}, input.query ?? {}],
    queryFn: ({ pageParam, signal }) =>
      call(route, { ...input, query: { ...(input.query ?? {}), ...(pageParam ? { after: pageParam } : {}) } } as Input<R>, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Reply<R>) => (last as WithNext).next,
    throwOnError: false as boolean | ((error: Problem) => boolean),
    ...(refetchMs ? { refetchInterval: refetchMs } : {}),
  })
}

/** An element that, when it comes into view, asks for more. */
export function useMore(more: (() => unknown) | undefined) {
  const end = useRef<HTMLDivElement>(null)
  const ask = useRef(more)
  ask.current = more
  useEffect(() => {
    if (!end.current) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && ask.current?.(), { rootMargin: '400px' })
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [])
  return end
}
