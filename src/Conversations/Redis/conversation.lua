-- What every operation on one conversation shares; it stands after lease.lua and before each of them.
-- KEYS  1 state hash, 2 mailbox (ids by sequence), 3 live (id -> header and content), 4 when which query expires,
--       5 due times of the bucket, 6 the bucket's fence, horizons and sweeps, 7 the bucket's waiting conversations,
--       8 the bucket's number of live queries by tenant
-- The state's fields: e epoch, s last sequence, n ended queries, f fence, r fence that was given up, g grant token,
--   u lease end, l lease length, p publish stamp, k looks since, d when the head needs a look; and of the head alone:
--   b postponed until, a attempts, w postponements, h how often it was lost (2: more than once, a suspect), v 1 if running as
--   a suspect, t 1 if its grant took a lost turn over, x 1 if to be cancelled, o when it was first begun, c how often it began
--   to run: its version follows from that. All times are Unix milliseconds of Redis' own clock.
local STATE, MAILBOX, LIVE, EXPIRIES = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local DUE, BUCKET, WAITING, COUNTS = KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local LIVE_TTL = 34560000000 -- 400 days: what has not ended is never forgotten, yet no key is left behind for ever
local FIRST_LOOK, LAST_LOOK = 5000, 60000
local GOING_ON = 2000 -- a worker that goes on with the next head has begun it by then
local LATE = 2000 -- a worker ends its query at its expiry itself; if it has not by then, a sweeper does
local name = string.match(KEYS[1], '^{[^}]*}:c:(.*)$')
local tenant = string.match(name, '^([^/]*)/')

local function whole(value) return string.format('%.0f', value) end

-- The state: read once, changed here, written once by save() when the operation has returned. An absent field is 0.
local S, stored, state_ttl = setmetatable({}, { __index = function() return 0 end }), {}, nil
do
  local flat = redis.call('HGETALL', STATE)
  for i = 1, #flat, 2 do
    stored[flat[i]] = flat[i + 1]
    S[flat[i]] = flat[i] == 'g' and flat[i + 1] or number(flat[i + 1])
  end
end

-- The newest fence, the horizon and the like, as far as they change: written by save(), too.
local bucket_changes = {}

local function forget(...) for _, field in ipairs({ ... }) do S[field] = 0 end end

-- Forgets fields at once. A deletion comes first in what must run although Redis is full.
local function delete(...)
  redis.call('HDEL', STATE, ...)
  for _, field in ipairs({ ... }) do S[field], stored[field] = 0, nil end
end

local function save()
  local gone, changed = {}, {}
  for field, value in pairs(S) do
    local text = value ~= 0 and (field == 'g' and value or whole(value)) or nil
    if text == nil and stored[field] then
      gone[#gone + 1] = field
    elseif text ~= stored[field] then
      changed[#changed + 1] = field
      changed[#changed + 1] = text
    end
    stored[field] = text
  end
  if #gone > 0 then redis.call('HDEL', STATE, unpack(gone)) end
  if #changed > 0 then redis.call('HSET', STATE, unpack(changed)) end
  if state_ttl then redis.call('PEXPIRE', STATE, state_ttl) end
  if #bucket_changes > 0 then redis.call('HSET', BUCKET, unpack(bucket_changes)) end
end

local first -- the head's id, once it was asked for; false when there is none
local function head()
  if first == nil then first = redis.call('ZRANGE', MAILBOX, 0, 0)[1] or false end
  return first or nil
end

-- A live query: header and content as submit wrote them.
local queries = {}
local function read(id)
  if queries[id] then return queries[id] end
  local live = redis.call('HGET', LIVE, id)
  if not live then return nil end
  local sequence, submitted, expires, delivers, content = string.match(live, '^(%d+) (%d+) (%d+) (%d) (.*)$')
  queries[id] = { sequence = number(sequence), submitted = number(submitted), expires = number(expires),
    delivers = delivers == '1', content = content }
  return queries[id]
end

-- Lets a query expire at a time, whoever runs it then. The set may be new: Redis forgets an empty one, with its time to live.
local function let_expire(id, at)
  if at == 0 then return end
  redis.call('ZADD', EXPIRIES, whole(at), id)
  redis.call('PEXPIRE', EXPIRIES, whole(LIVE_TTL))
end

local function lease_over_at() return lease_over(S.u, S.l, BUCKET) end
local function lease_runs() local over = lease_over_at() return over ~= nil and over > now end

-- Writes the due time: the earlier of what the head needs (nil: as before) and the first expiry.
local function plan(need)
  if need then S.d = need end
  local earliest = redis.call('ZRANGE', EXPIRIES, 0, 0, 'WITHSCORES')[2]
  local due = earliest and math.min(number(earliest), S.d) or S.d
  redis.call('ZADD', DUE, whole(due), 'c:' .. name)
end

-- The head can run now: stamps it as published. Returns its id and the stamp for the caller to publish. A caller that goes on
-- with it at once publishes nothing: if it does not begin, a look does.
local function wake(id, goes_on)
  local query = read(id)
  redis.call('ZADD', WAITING, whole(query.submitted), name)
  S.p, S.k = goes_on and 0 or now, 0
  plan(now + (goes_on and GOING_ON or FIRST_LOOK))
  return id, now
end

-- Forgets what belonged to the head that was, and wakes the next one.
local function advance(goes_on)
  forget('g', 'u', 'l', 'p', 'k', 'b', 'a', 'w', 'h', 'v', 'x', 'o', 'c', 't')
  local id = head()
  if id then return wake(id, goes_on) end
  redis.call('ZREM', DUE, 'c:' .. name)
  redis.call('ZREM', WAITING, name)
  return '', 0
end
