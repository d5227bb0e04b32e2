-- What a reader of a room gets: exactly what came after a position, or the newest page. Never a part of what was missed.
--
-- KEYS  1 meta   2 log   3 removed
-- ARGV  1 epoch of the position ("" for none)   2 seq of the position   3 length of a page
--       4 state of an earlier reply to the same question ("" for none)
-- Returns nil where there is no room, {state} where nothing changed since the earlier reply, else
--   {state, epoch, head, recovered (0 or 1), seq of the log's oldest entry, entries, texts up to the head, removed}.
-- An empty log's oldest entry is head + 1. Entries are in order of seq. Removed are all targets of removals after the first
-- entry: so all whose words an entry may have.

local meta = redis.call("HMGET", KEYS[1], "epoch", "seq", "texts")
if not meta[1] then
  return nil
end
local epoch, head, texts = meta[1], tonumber(meta[2]), tonumber(meta[3] or 0)

local function removed_in(entries)
  if not entries[1] then
    return {}
  end
  return redis.call("ZRANGEBYSCORE", KEYS[3], string.match(entries[1][1], "^%d+"), "+inf")
end

local first = redis.call("XRANGE", KEYS[2], "-", "+", "COUNT", 1)[1]
local oldest = first and tonumber(string.match(first[1], "^%d+")) or head + 1

-- An entry never changes: all that a reply says of one place follows from this.
local state = table.concat({ epoch, head, oldest, texts, redis.call("ZCARD", KEYS[3]) }, " ")
if ARGV[4] == state then
  return { state }
end

local seq = tonumber(ARGV[2])
if ARGV[1] == epoch and seq <= head and seq + 1 >= oldest then
  local missed = {}
  if seq < head then
    missed = redis.call("XRANGE", KEYS[2], string.format("%.0f-0", seq + 1), "+")
  end
  return { state, epoch, head, 1, oldest, missed, texts, removed_in(missed) }
end

local newest = redis.call("XREVRANGE", KEYS[2], "+", "-", "COUNT", ARGV[3])
local page = {}
for i = #newest, 1, -1 do
  page[#page + 1] = newest[i]
end
return { state, epoch, head, 0, oldest, page, texts, removed_in(page) }
