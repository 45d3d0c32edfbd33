/** React's way to the client: one hook to read a route, one to act on it. Keys are the route's path and its input. */
import { keepPreviousData, QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call, type Input, Problem, type Reply, type Route } from './client.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      refetchOnWindowFocus: false,
      placeholderData: keepPreviousData,
      retry: (times, error) => times < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
    },
  },
})

type ReadOptions = { enabled?: boolean; refetchMs?: number; fresh?: boolean }

/** Reads a route. The previous answer stays on screen while a new one is on its way. */
export function useRead<R extends Route>(route: R, input: Input<R>, options: ReadOptions = {}) {
  return useQuery<Reply<R>, Problem>({
    queryKey: keyOf(route, input),
    queryFn: ({ signal }) => call(route, input, signal),
    enabled: options.enabled ?? true,
    ...(options.refetchMs ? { refetchInterval: options.refetchMs } : {}),
    ...(options.fresh ? { staleTime: 0 } : {}),
  })
}

/** Acts on a route, then reads the named routes again. */
export function useAct<R extends Route>(route: R, then: Route[] = []) {
  const client = useQueryClient()
  return useMutation<Reply<R>, Problem, Input<R>>({
    mutationFn: input => call(route, input),
    onSuccess: () => Promise.all(then.map(other => client.invalidateQueries({ queryKey: [other.path] }))),
  })
}

export const keyOf = <R extends Route>(route: R, input: Input<R>) => [route.path, input.params ?? {}, input.query ?? {}] as const
