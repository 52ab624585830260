-- What every operation on one conversation shares; it stands before each of them.
-- KEYS  1 state hash, 2 mailbox (ids by sequence), 3 live (id -> header and content), 4 when which query expires,
--       5 due times of the bucket, 6 the bucket's fence, horizons and sweeps, 7 the bucket's waiting conversations,
--       8 the bucket's number of live queries by tenant
-- The state's fields: e epoch, s last sequence, n ended queries, f fence, r fence that was given up, g grant token,
--   u lease end, l lease length, p publish stamp, k looks since, d when the head needs a look; and of the head alone:
--   b postponed until, a attempts, w postponements, h how often it was lost (2: more than once, a suspect), v 1 if running as
--   a suspect, t 1 if its grant took a lost turn over, x 1 if to be cancelled, o when it was first begun, i 1 if its grant is
--   the first. All times are Unix milliseconds of Redis' own clock.
local STATE, MAILBOX, LIVE, EXPIRIES = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local DUE, BUCKET, WAITING, COUNTS = KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local LIVE_TTL = 34560000000 -- 400 days: what has not ended is never forgotten, yet no key is left behind for ever
local FIRST_LOOK, LAST_LOOK, ABSENCE = 5000, 60000, 2000
local LATE = 2000 -- a worker ends its query at its expiry itself; if it has not by then, a sweeper does
local name = string.match(KEYS[1], '^{[^}]*}:c:(.*)$')
local tenant = string.match(name, '^([^/]*)/')
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function number(value) return tonumber(value or 0) or 0 end
local function whole(value) return string.format('%.0f', value) end

local S = {}
do
  local names = { 'e', 's', 'n', 'f', 'r', 'u', 'l', 'p', 'k', 'd', 'b', 'a', 'w', 'h', 'v', 'x', 'o', 'i', 't' }
  local values = redis.call('HMGET', STATE, unpack(names))
  for i, field in ipairs(names) do S[field] = number(values[i]) end
end

local function set(...)
  local fields = { ... }
  for i = 1, #fields, 2 do
    S[fields[i]] = fields[i + 1]
    fields[i + 1] = whole(fields[i + 1])
  end
  redis.call('HSET', STATE, unpack(fields))
end

local function head() return redis.call('ZRANGE', MAILBOX, 0, 0)[1] end

-- A live query: header and content as submit wrote them.
local function read(id)
  local live = redis.call('HGET', LIVE, id)
  if not live then return nil end
  local sequence, submitted, expires, delivers, content = string.match(live, '^(%d+) (%d+) (%d+) (%d) (.*)$')
  return { sequence = number(sequence), submitted = number(submitted), expires = number(expires),
    delivers = delivers == '1', content = content }
end

-- Lets a query expire at a time, whoever runs it then. The set may be new: Redis forgets an empty one, with its time to live.
local function let_expire(id, at)
  if at == 0 then return end
  redis.call('ZADD', EXPIRIES, whole(at), id)
  redis.call('PEXPIRE', EXPIRIES, whole(LIVE_TTL))
end

-- When the lease is over: nil if nobody holds it. Redis away for a while gives the holders a grace to renew.
local function lease_over_at()
  if S.u == 0 then return nil end
  local over = math.min(S.u, now + S.l)
  if over > now then return over end
  local bucket = redis.call('HMGET', BUCKET, 'swept', 'grace')
  local swept, grace = number(bucket[1]), number(bucket[2])
  if swept > 0 and now - swept > ABSENCE then grace = now + ABSENCE end
  return math.max(over, grace)
end

local function lease_runs() local over = lease_over_at() return over ~= nil and over > now end

-- Writes the due time: the earlier of what the head needs (nil: as before) and the first expiry.
local function plan(need)
  if need then set('d', need) end
  local first = redis.call('ZRANGE', EXPIRIES, 0, 0, 'WITHSCORES')
  local due = S.d
  if first[2] and number(first[2]) < due then due = number(first[2]) end
  redis.call('ZADD', DUE, whole(due), 'c:' .. name)
end

-- The head can run now: stamps it as published. Returns its id and the stamp for the caller to publish.
local function wake(id)
  local query = read(id)
  redis.call('ZADD', WAITING, whole(query.submitted), name)
  set('p', now, 'k', 0)
  plan(now + FIRST_LOOK)
  return id, now
end

-- Forgets what belonged to the head that was, and wakes the next one.
local function advance()
  redis.call('HDEL', STATE, 'g', 'u', 'l', 'p', 'k', 'b', 'a', 'w', 'h', 'v', 'x', 'o', 'i', 't')
  S.u, S.x, S.h, S.b, S.a = 0, 0, 0, 0, 0
  local id = head()
  if id then return wake(id) end
  redis.call('ZREM', DUE, 'c:' .. name)
  redis.call('ZREM', WAITING, name)
  return '', 0
end
