-- Adds a connection of a user. The version grows when the user comes online.
--
-- KEYS  1 connections of the user   2 presence of the user
-- ARGV  1 connection id   2 what is known of the connection, as JSON   3 now, in ms
-- Returns {version, online ("1"), lastSeen}
--
-- A version is the time of the change, or one more than the last where clocks differ: it grows
-- even where the last was lost, so that rooms which remember it still take the new one.

redis.call("HSET", KEYS[1], ARGV[1], ARGV[2])
local known = redis.call("HMGET", KEYS[2], "version", "online", "lastSeen")
if known[2] == "1" then
  return { known[1], "1", known[3] or ARGV[3] }
end
local version = string.format("%.0f", math.max(tonumber(known[1] or 0) + 1, tonumber(ARGV[3])))
redis.call("HSET", KEYS[2], "version", version, "online", 1)
return { version, "1", known[3] or ARGV[3] }
