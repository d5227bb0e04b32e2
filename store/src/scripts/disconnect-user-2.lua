-- Removes a connection of a user. The version grows when it was the last one.
--
-- KEYS  1 connections of the user   2 presence of the user
-- ARGV  1 connection id   2 when the user was last seen, in ms
-- Returns {version (see connect-user), online ("1" or "0"), lastSeen}

redis.call("HDEL", KEYS[1], ARGV[1])
local known = redis.call("HMGET", KEYS[2], "version", "online", "lastSeen")
if known[2] ~= "1" or redis.call("EXISTS", KEYS[1]) == 1 then
  return { known[1] or "0", known[2] or "0", known[3] or ARGV[2] }
end
local time = redis.call("TIME")
local now = time[1] * 1e6 + time[2]
local version = string.format("%.0f", math.max(tonumber(known[1]) + 1, now))
redis.call("HSET", KEYS[2], "version", version, "online", 0, "lastSeen", ARGV[2])
return { version, "0", ARGV[2] }
