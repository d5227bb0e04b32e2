-- Removes from a room's presence a user who is no longer a member.
--
-- KEYS  1 online   2 presence-versions
-- ARGV  1 user id
-- Returns {changed (0 or 1), how many are online now}

redis.call("HDEL", KEYS[2], ARGV[1])
return { redis.call("HDEL", KEYS[1], ARGV[1]), redis.call("HLEN", KEYS[1]) }
