-- A page of a room's history.
--
-- KEYS  1 log   2 removed
-- ARGV  1 the seq that the page ends before   2 how many entries at most
-- Returns {entries, removed}: the entries from the last to the first, and all targets of removals after the first.

local entries = redis.call("XREVRANGE", KEYS[1], "(" .. ARGV[1] .. "-0", "-", "COUNT", ARGV[2])
local first = entries[#entries]
if not first then
  return { {}, {} }
end
return { entries, redis.call("ZRANGEBYSCORE", KEYS[2], string.match(first[1], "^%d+"), "+inf") }
