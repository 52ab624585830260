-- Looks at a conversation whose due time has passed and says what it needs.
-- KEYS  1..8 the conversation (conversation.lua)
-- ARGV  1 when the queue was last seen with nothing ready (0: never), 2 the newest stamp that was served from the queue,
--       3 whether the queue can be reached (0, 1)
-- Returns {1 publish, kind, head, stamp, epoch} | {2 nothing} | {3 these must end, id...}
local drained, horizon = number(ARGV[1]), number(ARGV[2])
local id = head()
if not id then
  redis.call('ZREM', DUE, 'c:' .. name)
  redis.call('ZREM', WAITING, name)
  return { 2 }
end
for i = 1, 4 do redis.call('PEXPIRE', KEYS[i], LIVE_TTL) end
local over, query = lease_over_at(), read(id)
local is_lost = over ~= nil and over <= now
if is_lost then let_expire(id, query.expires) end
local ending = redis.call('ZRANGEBYSCORE', EXPIRIES, '-inf', whole(now), 'LIMIT', 0, 100)
if over and not is_lost then
  if S.u > now + S.l then S.u = over end
  if #ending == 0 then plan(over) return { 2 } end
elseif S.x == 1 and not (query.expires > 0 and query.expires <= now) then
  ending[#ending + 1] = id
end
if #ending > 0 then return { 3, unpack(ending) } end
if S.b > now then plan(S.b) return { 2 } end

local function publish(kind)
  if ARGV[3] ~= '1' then plan(now + FIRST_LOOK) return { 2 } end
  local head_id, stamp = wake(id)
  return { 1, kind, head_id, stamp, S.e }
end
if S.p == 0 then return publish(is_lost and 'takeover' or S.b > 0 and 'postponed' or 'waiting') end
local has_clock_gone_back = S.p > now + ABSENCE
if horizon > S.p + FIRST_LOOK or drained >= S.p + FIRST_LOOK or has_clock_gone_back then return publish('lost') end
S.k = math.min(S.k + 1, 10)
plan(now + math.min(FIRST_LOOK * 2 ^ S.k, LAST_LOOK))
return { 2 }
