-- Adds a connection of a user. The version grows when the user comes online.
--
-- KEYS  1 connections of the user   2 presence of the user
-- ARGV  1 connection id   2 what is known of the connection, as JSON
-- Returns {version, online ("1"), lastSeen (0 where there was none)}
--
-- A version is the time of the change by the clock of Redis, in microseconds, and more than the last one. So it grows
-- even where the last was lost, and rooms which remember that still take the new one.

redis.call("HSET", KEYS[1], ARGV[1], ARGV[2])
local known = redis.call("HMGET", KEYS[2], "version", "online", "lastSeen")
if known[2] == "1" then
  return { known[1], "1", known[3] or "0" }
end
local time = redis.call("TIME")
local now = time[1] * 1e6 + time[2]
local version = string.format("%.0f", math.max(tonumber(known[1] or 0) + 1, now))
redis.call("HSET", KEYS[2], "version", version, "online", 1)
return { version, "1", known[3] or "0" }
