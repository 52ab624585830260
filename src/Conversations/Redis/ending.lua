-- What every operation that ends queries shares; it stands after conversation.lua.
-- KEYS  9 completed turns, 10 turns that ended otherwise, 11 history (ended ids by end), 12 dead letters of the tenant,
--       13 pending deliveries of the tenant; then three for each query that may end: its ended record,
--       its id -> conversation, its delivery
-- ARGV  1 turns kept, 2 ms a conversation is remembered, 3 ms an ended query can be read, 4 ms a dead letter can be read
local TURNS, OTHERS, HISTORY, DEAD, PENDING = KEYS[9], KEYS[10], KEYS[11], KEYS[12], KEYS[13]
local TURNS_KEPT, CONTEXT_TTL, QUERY_TTL, DEAD_TTL = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local TOMBSTONE_TTL = 2678400000 -- 31 days
-- Longer than anything that an ended query leaves can be read: erase finds it by this.
local HISTORY_TTL = math.max(TOMBSTONE_TTL, number(QUERY_TTL), number(DEAD_TTL))

-- Ends a live query. `fragment` is JSON: "reply":{...} or "error":{...}. Returns its id when it has a delivery, else nil.
local function finish(id, keys, status, fragment, fence)
  local query, is_head = read(id), head() == id
  local ended, live, delivery = KEYS[keys], KEYS[keys + 1], KEYS[keys + 2]
  redis.call('ZREM', MAILBOX, id)
  first, queries[id] = nil, nil
  redis.call('HDEL', LIVE, id)
  redis.call('DEL', live)
  if query.expires > 0 then redis.call('ZREM', EXPIRIES, id) end
  S.n = S.n + 1
  local record = table.concat({ whole(fence), ' ', status, ' ', tenant, ' {"id":"', id,
    '","sequence":', whole(query.sequence), ',"attempts":', whole(is_head and S.a or 0),
    ',"runs":', whole(is_head and S.c or 0), ',"turn":', whole(S.n),
    ',"submittedAt":', whole(query.submitted), ',"startedAt":', whole(is_head and S.o or 0),
    ',"endedAt":', whole(now), ',"delivers":', query.delivers and 'true' or 'false', ',', fragment,
    ',"content":', query.content, '}' })
  if is_head then S.a, S.o, S.c = 0, 0, 0 end -- they were the head's alone
  local list = status == 'completed' and TURNS or OTHERS
  redis.call('SET', ended, record, 'PX', status == 'failed' and DEAD_TTL or QUERY_TTL)
  redis.call('RPUSH', list, record)
  redis.call('LTRIM', list, '-' .. TURNS_KEPT, -1)
  redis.call('PEXPIRE', list, CONTEXT_TTL)
  -- An erased conversation's epoch outlives what is late from before.
  state_ttl = not head() and whole(math.max(number(CONTEXT_TTL), S.e > 0 and TOMBSTONE_TTL or 0)) or nil
  if S.n % 16 == 0 then redis.call('ZREMRANGEBYSCORE', HISTORY, '-inf', whole(now - HISTORY_TTL)) end
  redis.call('ZADD', HISTORY, string.format('%.3f', now + S.n % 1000 / 1000), id) -- in order also within a millisecond
  redis.call('PEXPIRE', HISTORY, whole(HISTORY_TTL))
  redis.call('HINCRBY', COUNTS, tenant, -1)
  if status == 'failed' then
    redis.call('ZREMRANGEBYSCORE', DEAD, '-inf', whole(now - DEAD_TTL))
    redis.call('ZADD', DEAD, whole(now), id)
    redis.call('PEXPIRE', DEAD, DEAD_TTL)
  end
  if not query.delivers then return nil end
  redis.call('DEL', delivery) -- of an id that could not be read any more and came again
  redis.call('HSET', delivery, 'q', record, 's', 'pending', 'n', 0, 'p', whole(now))
  redis.call('PEXPIRE', delivery, LIVE_TTL)
  redis.call('ZADD', DUE, whole(now + FIRST_LOOK), 'd:' .. id)
  redis.call('ZADD', PENDING, whole(now), id)
  redis.call('PEXPIRE', PENDING, LIVE_TTL)
  return id
end
