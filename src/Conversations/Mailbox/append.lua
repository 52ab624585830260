-- Appends a query to a mailbox unless its id is known; it stands after conversation.lua.
-- KEYS  9 the query's ended record, 10 its id -> conversation, 11 completed turns, 12 turns that ended otherwise
-- ARGV  1 id, 2 content (JSON), 3 expires at (0: never), 4 whether it has a delivery (0, 1), 5 most live queries of a
--       conversation, 6 ms a conversation is remembered
local function append()
  local id, content, expires, delivers, most, context_ttl = unpack(ARGV)
  local record = redis.call('GET', KEYS[9])
  if record then return { 3, record } end
  local known = redis.call('ZSCORE', MAILBOX, id)
  if known then
    local position = redis.call('ZRANK', MAILBOX, id)
    local stamp = position == 0 and S.p or 0
    return { 2, number(known), position, position == 0 and lease_runs() and 1 or 0, S.e, stamp }
  end
  local waiting = redis.call('ZCARD', MAILBOX)
  if waiting >= number(most) then return { 4 } end

  local sequence, stamp = S.s + 1, 0
  S.s = sequence
  redis.call('HSET', LIVE, id, table.concat({ whole(sequence), ' ', whole(now), ' ', expires, ' ', delivers, ' ', content }))
  redis.call('ZADD', MAILBOX, whole(sequence), id)
  redis.call('SET', KEYS[10], name, 'PX', LIVE_TTL)
  redis.call('HINCRBY', COUNTS, tenant, 1)
  let_expire(id, number(expires))
  if waiting == 0 then
    state_ttl, first = LIVE_TTL, id
    for _, key in ipairs({ MAILBOX, LIVE }) do redis.call('PEXPIRE', key, LIVE_TTL) end
    for _, key in ipairs({ KEYS[11], KEYS[12] }) do redis.call('PEXPIRE', key, context_ttl) end
    wake(id)
    stamp = now
  elseif number(expires) > 0 then
    plan()
  end
  return { 1, sequence, waiting, 0, S.e, stamp }
end
