-- Tells a room that a user came or went, unless the room knows a newer version: updates may arrive in any order.
--
-- KEYS  1 online   2 presence-versions   3 members
-- ARGV  1 user id   2 name   3 version   4 online ("1" or "0")
-- Returns {changed (0 or 1), how many are online now}

local changed = 0
local known = tonumber(redis.call("HGET", KEYS[2], ARGV[1]) or 0)
if tonumber(ARGV[3]) > known then
  if ARGV[4] == "0" then
    changed = redis.call("HDEL", KEYS[1], ARGV[1])
    redis.call("HSET", KEYS[2], ARGV[1], ARGV[3])
  elseif redis.call("SISMEMBER", KEYS[3], ARGV[1]) == 1 then
    changed = redis.call("HSETNX", KEYS[1], ARGV[1], ARGV[2])
    redis.call("HSET", KEYS[2], ARGV[1], ARGV[3])
  end
end
return { changed, redis.call("HLEN", KEYS[1]) }
