-- Ends a query that does not run as cancelled; of one that runs, its worker is told by its next renewal.
-- KEYS  1..8 the conversation (conversation.lua), 9..13 where it ends (ending.lua), 14 ended record, 15 id -> conversation, 16 delivery
-- ARGV  1..4 what ending.lua takes, 5 id, 6 "error":{...}
-- Returns {1 cancelled, id when it has a delivery, next head, stamp, epoch, now} | {2 told} | {3 had ended, status} | {4 unknown}
local id = ARGV[5]
local record = redis.call('GET', KEYS[14])
if record then return { 3, string.match(record, '^%d+ (%a+) ') } end
if not redis.call('ZSCORE', MAILBOX, id) then return { 4 } end
local is_head = head() == id
if is_head and lease_runs() then
  delete('k')
  S.x = 1
  return { 2 }
end
local delivery = finish(id, 14, 'cancelled', ARGV[6], 0)
if not is_head then return { 1, delivery or '', '', 0, S.e, now } end
local next_id, stamp = advance()
return { 1, delivery or '', next_id, stamp, S.e, now }
