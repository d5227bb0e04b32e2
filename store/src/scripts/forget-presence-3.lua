-- Removes from a room's presence a user who is no longer a member; who is one again stays.
--
-- KEYS  1 online   2 presence-versions   3 members
-- ARGV  1 user id
-- Returns {changed (0 or 1), how many are online now}

local changed = 0
if redis.call("SISMEMBER", KEYS[3], ARGV[1]) == 0 then
  redis.call("HDEL", KEYS[2], ARGV[1])
  changed = redis.call("HDEL", KEYS[1], ARGV[1])
end
return { changed, redis.call("HLEN", KEYS[1]) }
