-- Grants a conversation's head to a worker, with a new fence and the last completed turns.
-- KEYS  1..8 the conversation (conversation.lua), 9 completed turns
-- ARGV  1 grant token, 2 lease in ms, 3 the hint's epoch, 4 the hint's publish stamp, 5 whether a suspect may run (0, 1),
--       6 how many turns to give, 7 most attempts
-- Returns {1 granted, fence, id, sequence, submitted, attempts, postponements, suspect, takeover, first, now, content, turns}
--       | {2 busy} | {3 postponed} | {4 a suspect, later} | {5 nothing waits} | {6 unknown, or another epoch} | {7 id must end, not run}
local token, lease, epoch, stamp, may_suspect, turns, most = unpack(ARGV)
if S.e ~= number(epoch) then return { 6 } end
local mine = S.u > 0 and S.g == token
delete('p')
local bucket = redis.call('HMGET', BUCKET, 'queries', 'fence')
local horizon = number(bucket[1])
stamp = math.min(number(stamp), now)
if stamp > horizon or horizon > now then bucket_changes = { 'queries', whole(stamp) } end
local id = head()
if not id then return { S.s == 0 and 6 or 5 } end

if S.u > 0 and not mine then
  local over = lease_over_at()
  if over > now then
    plan(over)
    return { 2 }
  end
  -- The turn was lost with its process: who is granted the head next takes it over. Lost once is nobody's fault; lost again,
  -- it is a suspect. Only the first loss and those of a suspect count: neighbours are not punished.
  if S.h == 0 or S.v == 1 then S.a = S.a + 1 end
  forget('g', 'u', 'l', 'v')
  S.h, S.t = math.min(S.h + 1, 2), 1
end
if S.b > now then
  plan(S.b)
  return { 3 }
end
local query = read(id)
if not mine then
  local must_end = S.x == 1 or S.a >= number(most) or query.expires > 0 and query.expires <= now
  if must_end or S.h == 2 and may_suspect ~= '1' then
    let_expire(id, query.expires)
    plan(now + 1000)
    if must_end then return { 7, id } end
    return { 4 }
  end
end

if not mine then
  S.g, S.c = token, S.c + 1
  S.f = math.max(number(bucket[2]) + 1, S.f + 1, now)
  bucket_changes[#bucket_changes + 1] = 'fence'
  bucket_changes[#bucket_changes + 1] = whole(S.f)
elseif S.u <= now then
  S.c = S.c + 1 -- it was queued since its lease ran out
end
forget('b', 'k')
S.u, S.l, S.v, S.o = now + number(lease), number(lease), S.h == 2 and 1 or 0, S.o == 0 and now or S.o
redis.call('ZREM', WAITING, name)
if query.expires > 0 then let_expire(id, query.expires + LATE) end
plan(S.u)
return { 1, S.f, id, query.sequence, query.submitted, S.a, S.w, S.v, S.t, S.c == 1 and 1 or 0, now,
  query.content, number(turns) > 0 and redis.call('LRANGE', KEYS[9], '-' .. turns, -1) or {} }
