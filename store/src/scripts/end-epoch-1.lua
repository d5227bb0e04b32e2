-- Ends the epoch of a room whose log lacks what others were told, and would give its seqs to other messages. The log goes on as
-- it is under the next epoch.
--
-- KEYS  1 meta
-- ARGV  1 the room's next epoch   2 "foreign" to leave a room alone that was made, or whose epoch was ended, since this
--         server serves; "any" for every room
-- Returns 1 if it ended, else 0.

local meta = redis.call("HMGET", KEYS[1], "epoch", "seq", "texts", "lineage")
local lineage = string.match(redis.call("INFO", "replication"), "master_replid:(%x+)")
if not meta[1] or (ARGV[2] == "foreign" and meta[4] == lineage) then
  return 0
end
redis.call("HSET", KEYS[1], "epoch", ARGV[1], "lineage", lineage, "begun", meta[2] .. ":" .. (meta[3] or 0))
return 1
