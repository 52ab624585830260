-- Appends a query to its conversation's mailbox; repeating it with the same id changes nothing.
-- KEYS  1..8 the conversation (conversation.lua), 9..12 the query (append.lua)
-- ARGV  1..6 the query and its limits (append.lua)
-- Returns {1 new, sequence, position, running, epoch, stamp to publish (0: do not)} | {2 was submitted before, likewise}
--       | {3 had ended, record} | {4 mailbox full}
return append()
